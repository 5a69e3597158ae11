package larder.app;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import larder.test.origin.Certificate;
import larder.test.origin.FakeOrigin;
import larder.test.origin.Peer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * One content, on disk alone, that several clients ask for again and again at once: it goes out
 * checked at first, then unread, and to clients without TLS mapped. Each byte is the same however
 * it is asked for.
 */
@Timeout(60)
class HotContentEndToEndTest {
  private static final int SIZE = 300 << 10;
  private static final byte[] CONTENT = new byte[SIZE];
  private static final int CLIENTS = 4;
  private static final int TIMES = 6;

  static {
    new Random(11).nextBytes(CONTENT);
  }

  @TempDir private static Path certificates;
  private static SSLContext context;

  @TempDir private Path folder;

  @BeforeAll
  static void makeCertificate() throws Exception {
    context = Certificate.madeFor("ip:127.0.0.1", certificates);
  }

  /** With no memory in front of the disk. */
  private Setup setup() {
    return new Setup().storing(new Settings.OnDisk(folder, 64 << 20, 0));
  }

  private Setup showingACertificate() throws Exception {
    Path pem = Certificate.pemIn(certificates);
    return setup().showing(pem, pem);
  }

  private static FakeOrigin origin() throws IOException {
    return FakeOrigin.answering(
        Framing.CONTENT_LENGTH.answer(
            "Cache-Control: max-age=60\r\n", new String(CONTENT, ISO_8859_1)));
  }

  private interface Connecting {
    Peer connect(Running larder) throws IOException;
  }

  private static Peer insideTls(Running larder) throws IOException {
    int port = larder.address().getPort();
    Socket plain = new Socket(larder.address().getAddress(), port);
    return new Peer(context.getSocketFactory().createSocket(plain, "127.0.0.1", port, true));
  }

  /** A request, and the part of the content that is its answer. */
  private record Asked(String request, int first, int last) {
    private static Asked whole(String uri) {
      return new Asked(Running.request("GET", uri), 0, SIZE - 1);
    }

    /** Behind the proxy's address, as a client asks that knows of no proxy. */
    private static Asked prefixed(Running larder, String uri) {
      String host = "127.0.0.1:" + larder.address().getPort();
      return new Asked("GET /" + uri + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n", 0, SIZE - 1);
    }

    private static Asked part(String uri, int first, int last) {
      String range = "Range: bytes=" + first + "-" + last;
      return new Asked(Running.request("GET", uri, range), first, last);
    }

    private void check(Peer client) throws IOException {
      Answer answer = Answer.read(client.send(request), "GET");
      assertEquals(last - first + 1 < SIZE ? 206 : 200, answer.status(), answer.head());
      assertArrayEquals(
          Arrays.copyOfRange(CONTENT, first, last + 1), answer.content().getBytes(ISO_8859_1));
    }
  }

  /** Each client asks for all of them, on one connection; all clients ask at the same time. */
  private static void askAtOnce(Running larder, Connecting connecting, List<Asked> each)
      throws Exception {
    CyclicBarrier together = new CyclicBarrier(CLIENTS);
    List<FutureTask<Void>> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      FutureTask<Void> client =
          new FutureTask<>(
              () -> {
                try (Peer peer = connecting.connect(larder)) {
                  for (int time = 0; time < TIMES; time++) {
                    together.await(30, TimeUnit.SECONDS);
                    for (Asked one : each) {
                      one.check(peer);
                    }
                  }
                }
                return null;
              });
      Thread.ofPlatform().daemon().start(client);
      clients.add(client);
    }
    for (FutureTask<Void> client : clients) {
      client.get();
    }
  }

  private static List<Asked> parts(String uri) {
    int chunk = 64 << 10;
    return List.of(
        Asked.part(uri, 0, SIZE - 2),
        Asked.part(uri, 1, SIZE - 1),
        Asked.part(uri, chunk - 1, 3 * chunk),
        Asked.part(uri, 2 * chunk, 3 * chunk - 1),
        Asked.part(uri, SIZE - 10, SIZE - 1));
  }

  @Test
  void itIsTheSameForAllClients() throws Exception {
    try (FakeOrigin origin = origin();
        Running larder = setup().start()) {
      askAtOnce(larder, Running::connect, List.of(Asked.whole(origin.uri("/"))));
      assertEquals(1, origin.requests().size());
    }
  }

  @Test
  void itIsTheSameBehindTheProxysAddress() throws Exception {
    try (FakeOrigin origin = origin();
        Running larder = setup().start()) {
      askAtOnce(larder, Running::connect, List.of(Asked.prefixed(larder, origin.uri("/"))));
      assertEquals(1, origin.requests().size());
    }
  }

  @Test
  void partsOfItAreTheSame() throws Exception {
    try (FakeOrigin origin = origin();
        Running larder = setup().start()) {
      String uri = origin.uri("/");
      larder.get(uri);
      askAtOnce(larder, Running::connect, parts(uri));
      askAtOnce(larder, Running::connect, List.of(Asked.whole(uri)));
      askAtOnce(larder, Running::connect, parts(uri));
      assertEquals(1, origin.requests().size());
    }
  }

  @Test
  void allOfItIsTheSameInsideTls() throws Exception {
    try (FakeOrigin origin = origin();
        Running larder = showingACertificate().start()) {
      String uri = origin.uri("/");
      Asked whole = Asked.whole(uri);
      askAtOnce(larder, HotContentEndToEndTest::insideTls, List.of(whole));
      askAtOnce(
          larder,
          HotContentEndToEndTest::insideTls,
          List.of(whole, Asked.prefixed(larder, uri), Asked.part(uri, 1, SIZE - 2)));
      assertEquals(1, origin.requests().size());
    }
  }
}
