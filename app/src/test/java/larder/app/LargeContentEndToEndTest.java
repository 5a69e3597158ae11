package larder.app;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import larder.test.origin.FakeOrigin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Content on disk alone, which goes out unread once it was found to be right. */
class LargeContentEndToEndTest extends ProxyFixture {
  private static final int SIZE = (3 << 20) + 12_345;
  private static final byte[] CONTENT = new byte[SIZE];

  static {
    new Random(7).nextBytes(CONTENT);
  }

  @TempDir private Path folder;

  @Override
  Setup setup() {
    return new Setup().storing(new Settings.OnDisk(folder, 64 << 20, 0));
  }

  private static FakeOrigin origin() throws IOException {
    String answer =
        Framing.CONTENT_LENGTH.answer(
            "Cache-Control: max-age=60\r\n", new String(CONTENT, ISO_8859_1));
    return FakeOrigin.answering(answer, answer);
  }

  /** With little room on the way. */
  private byte[] get(String uri, String... lines) throws IOException {
    try (Socket client = new Socket()) {
      client.setReceiveBufferSize(8 << 10);
      client.setSoTimeout(30_000);
      InetSocketAddress proxy = larder.address();
      client.connect(proxy);
      client.getOutputStream().write(Running.request("GET", uri, lines).getBytes(ISO_8859_1));
      client.shutdownOutput();
      InputStream in = client.getInputStream();
      byte[] all = in.readAllBytes();
      String head = new String(all, 0, Math.min(all.length, 2_000), ISO_8859_1);
      int from = head.indexOf("\r\n\r\n") + 4;
      byte[] content = new byte[all.length - from];
      System.arraycopy(all, from, content, 0, content.length);
      return content;
    }
  }

  @Test
  void itIsTheSameHoweverOftenItIsAskedFor() throws Exception {
    try (FakeOrigin origin = origin()) {
      for (int i = 0; i < 4; i++) {
        assertArrayEquals(CONTENT, get(origin.uri("/")));
      }
      byte[] part = new byte[SIZE - 100_000];
      System.arraycopy(CONTENT, 100_000, part, 0, part.length);
      assertArrayEquals(part, get(origin.uri("/"), "Range: bytes=100000-"));
      assertEquals(1, origin.requests().size());
    }
  }

  @Test
  void whatIsDamagedLaterIsFetchedAnew() throws Exception {
    try (FakeOrigin origin = origin()) {
      for (int i = 0; i < 3; i++) {
        assertArrayEquals(CONTENT, get(origin.uri("/")));
      }
      try (Stream<Path> files = Files.walk(folder.resolve("content"))) {
        Path file = files.filter(Files::isRegularFile).findAny().orElseThrow();
        try (RandomAccessFile octets = new RandomAccessFile(file.toFile(), "rw")) {
          octets.seek(SIZE - 1);
          octets.write(CONTENT[SIZE - 1] ^ 1);
        }
      }
      assertTrue(get(origin.uri("/")).length < SIZE, "seen to break off");
      assertArrayEquals(CONTENT, get(origin.uri("/")));
      assertEquals(2, origin.requests().size());
    }
  }
}
