package larder.app;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import larder.test.origin.FakeOrigin;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How many bytes a hit allocates, on all threads together, client and all: the JVM counts them for
 * the whole process, so nothing else may run.
 */
@Isolated
class AllocationTest {
  /** It is 4.5 KB as long as nothing is compiled well, and 2 KB afterwards. */
  private static final int MOST_BYTES = 5 << 10;

  private static final int HITS = 1_000;

  /** What runs for the first time has much to make. */
  private static final int ATTEMPTS = 20;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** One response in the store, and one connection that asks for it. */
  private static final class Asker implements AutoCloseable {
    private final FakeOrigin origin;
    private final Larder larder;
    private final SocketChannel channel;
    private final ByteBuffer request;
    private final ByteBuffer answer;

    Asker(int contentLength) throws Exception {
      Setup setup = new Setup();
      origin = FakeOrigin.answering(response(contentLength));
      larder = Larder.start(setup.settings(), conclusion -> {}, setup.surroundings());
      channel = SocketChannel.open(larder.addresses().getFirst());
      request = direct(request(origin));
      String missed = askOnce(contentLength);
      assertTrue(missed.contains("fwd=uri-miss; fwd-status=200; stored"), missed);
      String hit = askOnce(contentLength);
      assertTrue(hit.contains("; hit;"), hit);
      answer = ByteBuffer.allocateDirect(hit.length());
    }

    private static String response(int contentLength) {
      return "HTTP/1.1 200 OK\r\nDate: Sun, 01 Mar 2026 12:00:00 GMT\r\n"
          + "Content-Type: text/plain\r\nCache-Control: max-age=60\r\nETag: \"1\"\r\n"
          + ("Content-Length: " + contentLength + "\r\n\r\n")
          + "x".repeat(contentLength);
    }

    private static String request(FakeOrigin origin) {
      return Running.request(
          "GET",
          origin.uri("/a"),
          "User-Agent: Mozilla/5.0",
          "Accept: */*",
          "Accept-Encoding: gzip, br",
          "Accept-Language: en");
    }

    private static ByteBuffer direct(String text) {
      byte[] bytes = text.getBytes(ISO_8859_1);
      return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    private String askOnce(int contentLength) throws IOException {
      channel.write(request.rewind());
      ByteBuffer read = ByteBuffer.allocate(contentLength + 2048);
      String text = "";
      while (text.indexOf("\r\n\r\n") < 0
          || text.length() < text.indexOf("\r\n\r\n") + 4 + contentLength) {
        assertTrue(channel.read(read) > 0, text);
        text = new String(read.array(), 0, read.position(), ISO_8859_1);
      }
      return text;
    }

    /** Bytes allocated for each of so many hits. */
    long bytesEach(int hits) throws IOException {
      long before = THREADS.getTotalThreadAllocatedBytes();
      for (int i = 0; i < hits; i++) {
        channel.write(request.rewind());
        answer.clear();
        int read = 0;
        while (read >= 0 && answer.hasRemaining()) {
          read = channel.read(answer);
        }
      }
      return (THREADS.getTotalThreadAllocatedBytes() - before) / hits;
    }

    @Override
    public void close() throws IOException {
      channel.close();
      larder.close();
      origin.close();
    }
  }

  private static long leastBytesEach(int contentLength) throws Exception {
    try (Asker asker = new Asker(contentLength)) {
      long least = Long.MAX_VALUE;
      for (int i = 0; i < ATTEMPTS && least > MOST_BYTES; i++) {
        least = Math.min(least, asker.bytesEach(HITS));
      }
      return least;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1 << 10, 100 << 10})
  void aHitAllocatesLittleWhateverTheSizeOfItsContent(int contentLength) throws Exception {
    long each = leastBytesEach(contentLength);
    assertTrue(each <= MOST_BYTES, () -> "A hit allocates " + each + " bytes");
  }
}
