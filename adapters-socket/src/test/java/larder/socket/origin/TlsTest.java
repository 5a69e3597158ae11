package larder.socket.origin;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import larder.forwarding.OriginPort.OriginRequest;
import larder.forwarding.OriginPort.UpgradeAnswer;
import larder.forwarding.TunnelEnd;
import larder.http.Body;
import larder.http.Method;
import larder.http.Response;
import larder.http.ResponseHead;
import larder.http.TransferException.Kind;
import larder.socket.MessageLimits;
import larder.test.origin.Certificate;
import larder.test.origin.Conversation;
import larder.test.origin.FakeOrigin;
import larder.test.origin.Peer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Origins inside TLS, with a certificate for {@code example.org} made when the tests begin. */
class TlsTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");

  @TempDir private static Path folder;
  private static SSLContext context;

  @BeforeAll
  static void makeCertificate() throws Exception {
    context = Certificate.madeFor("dns:example.org", folder);
  }

  private static Origins origins(SSLContext trusting) {
    return origins(() -> trusting);
  }

  private static Origins origins(Supplier<SSLContext> trusting) {
    return Origins.over(
        new OriginSettings(
            10_000,
            8,
            8,
            MessageLimits.defaults(),
            OriginTimeouts.defaults(),
            host -> new InetAddress[] {HERE},
            Upstreams.NONE,
            trusting));
  }

  private static FakeOrigin origin(Conversation conversation) throws IOException {
    return FakeOrigin.on(context.getServerSocketFactory(), HERE, conversation);
  }

  private static Conversation always(String answer) {
    return peer -> {
      while (true) {
        peer.readMessage();
        peer.send(answer);
      }
    };
  }

  private static String uri(FakeOrigin origin) {
    return "https://example.org:" + origin.port() + "/";
  }

  @Test
  void fetchesInsideTlsAndKeepsTheConnection() throws Exception {
    try (FakeOrigin origin = origin(always(OK));
        Origins origins = origins(context)) {
      for (int i = 0; i < 3; i++) {
        assertEquals("ok", Fetch.get(origins, uri(origin)).content());
      }
      assertEquals(1, origin.connections());
    }
  }

  @Test
  void nobodyVouchesForAnOriginWhileThoseWhoMayCannotBeRead() throws Exception {
    Deque<Supplier<SSLContext>> answers = new ArrayDeque<>();
    answers.add(
        () -> {
          throw new UncheckedIOException(new IOException("/ca.pem cannot be read"));
        });
    answers.add(() -> context);
    try (FakeOrigin origin = origin(always(OK));
        Origins origins = origins(() -> answers.remove().get())) {
      String explanation = Fetch.failure(origins, uri(origin), Kind.NO_AUTHORITIES);
      assertFalse(explanation.contains("/ca.pem"), "where files lie is not told to clients");
      assertEquals("ok", Fetch.get(origins, uri(origin)).content());
    }
  }

  @Test
  void carriesMuchBothWays() throws Exception {
    String much = "0123456789".repeat(100_000);
    String answer = "HTTP/1.1 200 OK\r\nContent-Length: " + much.length() + "\r\n\r\n" + much;
    try (FakeOrigin origin =
            origin(
                peer -> {
                  assertTrue(peer.readMessage().endsWith(much));
                  peer.send(answer);
                });
        Origins origins = origins(context)) {
      Body body = Body.of(much.getBytes(US_ASCII));
      Fetch fetch = Fetch.of(origins, Fetch.request(Method.POST, uri(origin), body));
      assertEquals(much, fetch.content());
    }
  }

  private static final String SWITCHED =
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n";

  /**
   * In the record of the 101, which does not fit into the buffer whole; and in records of their
   * own.
   */
  @ParameterizedTest
  @ValueSource(ints = {15_000, 16 << 10, 300_000})
  void whatComesRightBehindAnUpgradeIsNotLost(int count) throws Exception {
    String said = "0123456789abcdef".repeat(count / 16);
    try (FakeOrigin origin =
            origin(
                peer -> {
                  peer.readHead();
                  if (count < 16_000) {
                    peer.send(SWITCHED + said);
                  } else {
                    peer.send(SWITCHED).send(said);
                  }
                  assertEquals("heard", peer.read(5));
                });
        Origins origins = origins(context);
        TunnelEnd far = switched(origins, uri(origin))) {
      ByteBuffer heard = ByteBuffer.allocate(said.length());
      while (heard.hasRemaining() && far.read(heard) > 0) {
        // until it has arrived
      }
      assertTrue(
          said.equals(US_ASCII.decode(heard.flip()).toString()), "all of it, as it was said");
      far.write(US_ASCII.encode("heard"));
    }
  }

  private static TunnelEnd switched(Origins origins, String uri) throws Exception {
    OriginRequest asking = Fetch.request(Method.GET, uri, Body.empty(), "Upgrade", "websocket");
    return switch (origins.upgrade(asking, head -> {})) {
      case UpgradeAnswer.Switched(ResponseHead _, TunnelEnd far) -> far;
      case UpgradeAnswer.Declined(Response declined) -> throw new AssertionError(declined.head());
    };
  }

  @Test
  void anOrderlyEndEndsContentWithoutLength() throws Exception {
    try (FakeOrigin origin =
            origin(
                peer -> {
                  peer.readHead();
                  peer.send("HTTP/1.1 200 OK\r\n\r\nall of it");
                });
        Origins origins = origins(context)) {
      assertEquals("all of it", Fetch.get(origins, uri(origin)).content());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.1 200 OK\r\n\r\nsome", "HTTP/1.1 200 OK\r\n"})
  void anEndWithoutCloseNotifyIsCutShort(String answer) throws Exception {
    try (Cutter cutter = new Cutter(answer);
        Origins origins = origins(context)) {
      Fetch.failure(origins, "https://example.org:" + cutter.port() + "/", Kind.CUT_SHORT);
    }
  }

  /** An origin that ends TCP after its answer, but not TLS. */
  private static final class Cutter implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 1, HERE);

    Cutter(String answer) throws IOException {
      Thread.ofVirtual().start(() -> answer(answer));
    }

    private void answer(String answer) {
      try (Socket plain = server.accept()) {
        SSLSocket inside =
            (SSLSocket)
                context.getSocketFactory().createSocket(plain, null, server.getLocalPort(), true);
        inside.setUseClientMode(false);
        Peer peer = new Peer(inside);
        peer.readHead();
        peer.send(answer);
        plain.shutdownOutput();
        plain.getInputStream().transferTo(OutputStream.nullOutputStream());
      } catch (IOException e) {
        // The client has ended.
      }
    }

    int port() {
      return server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }

  @Test
  void aCertificateThatNobodyTrustedVouchesForIsRejected() throws Exception {
    try (FakeOrigin origin = origin(always(OK));
        Origins origins = origins(SSLContext.getDefault())) {
      String told = Fetch.failure(origins, uri(origin), Kind.CERTIFICATE_REJECTED);
      assertTrue(told.contains("example.org:" + origin.port()), told);
    }
  }

  @Test
  void aCertificateForAnotherHostIsRejected() throws Exception {
    try (FakeOrigin origin = origin(always(OK));
        Origins origins = origins(context)) {
      for (String host : List.of("www.example.org", "127.0.0.1")) {
        Fetch.failure(
            origins, "https://" + host + ":" + origin.port() + "/", Kind.CERTIFICATE_REJECTED);
      }
    }
  }

  @Test
  void somethingThatSpeaksNoTlsFails() throws Exception {
    try (FakeOrigin origin =
            FakeOrigin.following(
                peer -> peer.send("HTTP/1.1 400 Bad Request\r\n\r\n").readToEnd());
        Origins origins = origins(context)) {
      Fetch.failure(origins, uri(origin), Kind.TLS_FAILED);
    }
  }

  @Test
  void somethingThatEndsInsteadOfAgreeingFails() throws Exception {
    try (FakeOrigin origin = FakeOrigin.following(peer -> peer.read(1));
        Origins origins = origins(context)) {
      Fetch.failure(origins, uri(origin), Kind.TLS_FAILED);
    }
  }
}
