package larder.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import larder.http.Authority;
import larder.http.Scheme;
import larder.socket.origin.Upstream;
import larder.socket.origin.Upstreams;
import larder.test.origin.Certificate;
import larder.test.origin.FakeOrigin;
import larder.test.origin.Peer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that speak TLS with the proxy, another proxy among them. */
class TlsClientEndToEndTest {
  private static final String ANSWER =
      Framing.CHUNKED.answer("Cache-Control: max-age=60\r\n", "hello");

  @TempDir private static Path folder;
  private static SSLContext context;
  private static Path pem;

  @BeforeAll
  static void makeCertificate() throws Exception {
    context = Certificate.madeFor("ip:127.0.0.1", folder);
    pem = Certificate.pemIn(folder);
  }

  private static Setup setup() {
    return new Setup().showing(pem, pem);
  }

  private static Peer inside(Running larder) throws IOException {
    Socket plain = new Socket(larder.address().getAddress(), larder.address().getPort());
    return inside(plain, larder.address().getPort());
  }

  private static Peer inside(Socket plain, int port) throws IOException {
    return new Peer(context.getSocketFactory().createSocket(plain, "127.0.0.1", port, true));
  }

  private static FakeOrigin secretOrigin() throws IOException {
    return FakeOrigin.on(
        context.getServerSocketFactory(),
        InetAddress.ofLiteral("127.0.0.1"),
        peer -> {
          while (true) {
            peer.readMessage();
            peer.send(ANSWER);
          }
        });
  }

  /** What is said in the log. */
  private static final class Said extends Handler {
    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();

    /** Others of this process may say something too. */
    String next(String start) throws InterruptedException {
      String next = messages.take();
      while (!next.startsWith(start)) {
        next = messages.take();
      }
      return next;
    }

    @Override
    public void publish(LogRecord record) {
      messages.add(record.getLevel() + " " + record.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @Test
  void whoDoesNotSpeakTlsIsSaid() throws Exception {
    Logger log = Logger.getLogger("larder.socket");
    Said said = new Said();
    log.addHandler(said);
    try (Running larder = setup().start();
        Peer plain = Peer.connect(larder.address())) {
      plain.send(Running.request("GET", "http://example.org/"));
      String message = said.next("WARNING TLS could not be agreed on with 127.0.0.1: ");
      assertFalse(message.endsWith("null"), message);
    } finally {
      log.removeHandler(said);
    }
  }

  @Test
  void requestsInsideTlsAreAnsweredLikeAnyOther() throws Exception {
    try (Running larder = setup().start();
        FakeOrigin origin = FakeOrigin.answering(ANSWER);
        Peer client = inside(larder)) {
      String get = Running.request("GET", origin.uri("/"));
      Answer.read(client.send(get), "GET").is(200, "hello");
      Answer.read(client.send(get), "GET").is(200, "hello").says("larder; hit; ttl=60");
    }
  }

  @Test
  void tlsGoesThroughATunnelInsideTls() throws Exception {
    try (Running larder = setup().start();
        FakeOrigin origin = secretOrigin()) {
      Socket plain = new Socket(larder.address().getAddress(), larder.address().getPort());
      SSLSocket outer =
          (SSLSocket)
              context
                  .getSocketFactory()
                  .createSocket(plain, "127.0.0.1", larder.address().getPort(), true);
      Peer client = new Peer(outer);
      client.send(Running.request("CONNECT", origin.authority()));
      assertTrue(client.readHead().startsWith("HTTP/1.1 200 "));
      try (Peer inner = inside(outer, origin.port())) {
        inner.send("GET / HTTP/1.1\r\nHost: o\r\n\r\n");
        Answer.read(inner, "GET").is(200, "hello");
      }
    }
  }

  @Test
  void whoSpeaksInTheClearIsNotRead() throws Exception {
    try (Running larder = setup().start();
        FakeOrigin origin = FakeOrigin.answering(ANSWER)) {
      String get = Running.request("GET", origin.uri("/"));
      try (Peer client = larder.connect()) {
        assertTrue(!client.send(get).readToEnd().contains("HTTP"));
      }
      assertEquals(0, origin.connections());
    }
  }

  /** TLS with the parent, and inside its tunnel TLS with the origin. */
  @Test
  void aParentProxyIsSpokenToInsideTls() throws Exception {
    try (Running parent = setup().start();
        Running child = new Setup().trusting(context).through(through(parent)).start();
        FakeOrigin origin = FakeOrigin.answering(ANSWER);
        FakeOrigin secret = secretOrigin()) {
      for (String uri : List.of(origin.uri("/"), "https://" + secret.authority() + "/")) {
        child.get(uri).is(200, "hello");
      }
      try (Peer client = child.connect()) {
        client.send(Running.request("CONNECT", origin.authority()));
        assertTrue(client.readHead().startsWith("HTTP/1.1 200 "));
        client.send("GET /b HTTP/1.1\r\nHost: o\r\n\r\n");
        Answer.read(client, "GET").is(200, "hello");
      }
    }
  }

  @Test
  void aParentThatNobodyTrustedVouchesForIsNotUsed() throws Exception {
    try (Running parent = setup().start();
        Running child = new Setup().through(through(parent)).start();
        FakeOrigin origin = FakeOrigin.answering(ANSWER)) {
      Answer refused = child.get(origin.uri("/"));
      assertEquals(502, refused.status());
      String status = String.valueOf(refused.field("Proxy-Status"));
      assertTrue(status.startsWith("larder; error=destination_unavailable; "), status);
      assertTrue(status.contains("The certificate of the parent proxy "), status);
      assertEquals(0, origin.connections());
    }
  }

  private static Upstreams through(Running parent) {
    Optional<Upstream> upstream =
        Optional.of(
            new Upstream(
                Scheme.HTTPS,
                new Authority("127.0.0.1", parent.larder().port()),
                Optional.empty()));
    return new Upstreams(upstream, upstream, List.of());
  }

  @Test
  void filesThatCannotBeUsedAreNamed() {
    Path none = folder.resolve("none");
    StartException refused =
        assertThrows(StartException.class, () -> new Setup().showing(none, none).start());
    assertEquals(StartException.Cause.SETTINGS, refused.why());
    assertEquals("There is no file " + none, refused.getMessage());
  }

  @Test
  void aNewCertificateIsShownOnceItWasReadAnew() throws Exception {
    Path file = Files.copy(pem, folder.resolve("changing.pem"));
    Path later = Files.createDirectory(folder.resolve("later"));
    SSLContext next = Certificate.madeFor("ip:127.0.0.1", later);
    try (Running larder = new Setup().showing(file, file).start();
        Peer before = inside(larder)) {
      String request = Running.request("OPTIONS", "*");
      assertEquals(200, Answer.read(before.send(request), "OPTIONS").status());
      Files.copy(Certificate.pemIn(later), file, StandardCopyOption.REPLACE_EXISTING);
      larder.larder().reload();
      assertThrows(IOException.class, () -> inside(larder).send(request).readHead());
      Socket plain = new Socket(larder.address().getAddress(), larder.address().getPort());
      try (Peer after =
          new Peer(
              next.getSocketFactory()
                  .createSocket(plain, "127.0.0.1", larder.address().getPort(), true))) {
        assertEquals(200, Answer.read(after.send(request), "OPTIONS").status());
      }
      assertEquals(200, Answer.read(before.send(request), "OPTIONS").status());
    }
  }
}
