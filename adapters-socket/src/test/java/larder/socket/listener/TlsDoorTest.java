package larder.socket.listener;

import static larder.socket.channel.PassingTime.NEVER;
import static larder.socket.listener.FakePort.contentOf;
import static larder.socket.listener.FakePort.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import larder.access.Reach;
import larder.forwarding.Bypass;
import larder.forwarding.Inside;
import larder.forwarding.ResponsePort;
import larder.forwarding.TunnelEnd;
import larder.http.Fields;
import larder.http.Request;
import larder.http.RequestTarget;
import larder.http.ResponseHead;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;
import larder.socket.channel.PassingTime;
import larder.socket.origin.OriginSettings;
import larder.socket.origin.Origins;
import larder.test.origin.Certificate;
import larder.test.origin.FakeOrigin;
import larder.test.origin.Peer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that speak TLS with the proxy, and some that do not. */
@SuppressWarnings("try") // some connections are closed before their block ends
class TlsDoorTest {
  private static final String GET = "GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final String LAST =
      "GET http://a/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
  private static final String POST = "POST http://a/ HTTP/1.1\r\nHost: a\r\n";
  private static final FakePort.Handler HELLO = (request, client) -> client.send(ok("hello"));

  /** The beginning of a ClientHello of 16 KiB. */
  private static final String BEGUN_HELLO = "\u0016\u0003\u0001?\u00ff\u0001\0?\u00fb";

  /** Fewer bytes than all of it, even if time passes before any is read. */
  private static final int DRIPS = 1_000;

  /** Only waiting for a request has a time-out. */
  private static final ListenerTimeouts IDLE_ONLY =
      new ListenerTimeouts(
          Duration.ofMinutes(1), NEVER, NEVER, NEVER, NEVER, NEVER, Duration.ofMinutes(1));

  @TempDir private static Path folder;
  private static SSLContext context;

  @BeforeAll
  static void makeCertificate() throws Exception {
    context = Certificate.madeFor("ip:127.0.0.1", folder);
  }

  private static Door door(FakePort.Handler handler) throws IOException {
    return Door.open(handler, 100, 0, Door.PATIENT, () -> context);
  }

  private static Door hasty(FakePort.Handler handler, Duration idle, Duration head)
      throws IOException {
    Duration patience = Door.PATIENT.content();
    ListenerTimeouts timeouts =
        new ListenerTimeouts(
            idle, head, patience, patience, patience, patience, Duration.ofSeconds(30));
    return Door.open(handler, 100, 0, timeouts, () -> context);
  }

  /** The client's end of TCP with TLS inside; either can be ended alone. */
  private record Client(Socket plain, SSLSocket inside, Peer peer) implements AutoCloseable {
    static Client of(Door door, String... versions) throws IOException {
      InetSocketAddress address = door.listener().addresses().getFirst();
      Socket plain = new Socket(address.getAddress(), address.getPort());
      SSLSocket inside =
          (SSLSocket)
              context.getSocketFactory().createSocket(plain, "127.0.0.1", plain.getPort(), true);
      if (versions.length > 0) {
        inside.setEnabledProtocols(versions);
      }
      return new Client(plain, inside, new Peer(inside));
    }

    @Override
    public void close() throws IOException {
      plain.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void requestsAndAnswersTravelInside(String version) throws Exception {
    String much = "0123456789abcdef".repeat(100_000);
    try (Door door = door((request, client) -> client.send(ok(contentOf(request))));
        Client client = Client.of(door, version)) {
      Peer peer = client.peer();
      for (int i = 0; i < 3; i++) {
        peer.send(POST + "Content-Length: " + much.length() + "\r\n\r\n");
        CompletableFuture<Void> sending =
            CompletableFuture.runAsync(
                () -> assertEquals(much, assertSends(peer, much)), Thread::startVirtualThread);
        assertTrue(peer.readHead().startsWith("HTTP/1.1 200 OK\r\n"));
        assertEquals(much, peer.read(much.length()));
        sending.join();
      }
      assertEquals(version, client.inside().getSession().getProtocol());
    }
  }

  private static String assertSends(Peer peer, String text) {
    try {
      peer.send(text);
      return text;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void manyRequestsInOneRecordAreAnsweredOneByOne() throws Exception {
    try (Door door = door(HELLO);
        Client client = Client.of(door)) {
      String answers = client.peer().send(GET.repeat(100) + LAST).readToEnd();
      assertEquals(101, answers.split("hello", -1).length - 1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void theEndOfAConnectionIsAnEndOfTls(String version) throws Exception {
    try (Door door = door(HELLO);
        Client client = Client.of(door, version)) {
      assertTrue(client.peer().send(LAST).readToEnd().endsWith("hello"));
    }
    PassingTime time = new PassingTime();
    try (Door door = Door.lookingInside(HELLO, time, IDLE_ONLY, host -> context, () -> context);
        Client client = Client.of(door, version)) {
      assertTrue(client.peer().send(GET).readMessage().endsWith("hello"));
      time.passUntil(() -> door.listener().connections() == 0);
      assertEquals("", client.peer().readToEnd());
    }
    try (Door door = door(HELLO);
        Client client = Client.of(door, version)) {
      client.peer().send(GET).readHead();
      door.listener().stopAccepting();
      assertEquals("hello", client.peer().readToEnd());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n", "\u0016\u0003\u0001"})
  void whoDoesNotAgreeInTimeIsEnded(String said) throws Exception {
    try (Door door = hasty(HELLO, Duration.ofSeconds(60), Door.SHORT);
        Peer peer = door.connect()) {
      peer.send(said);
      assertTrue(!peer.readToEnd().contains("HTTP"));
      door.awaitConnections(0);
      assertTrue(door.port().requests().isEmpty());
    }
  }

  @Test
  void whoDripsAHandshakeIsEndedAtItsDeadline() throws Exception {
    PassingTime time = new PassingTime();
    try (Door door = Door.lookingInside(HELLO, time, host -> context, () -> context);
        Peer peer = door.connect()) {
      peer.send(BEGUN_HELLO);
      drip(door, time, peer);
    }
  }

  @Test
  void whoLeavesInsteadOfAgreeingLeavesNothing() throws Exception {
    try (Door door = door(HELLO)) {
      for (int i = 0; i < 20; i++) {
        door.connect().send("\u0016\u0003\u0001").close();
      }
      door.awaitConnections(0);
    }
  }

  @Test
  void contentThatIsCutShortIsNoticed() throws Exception {
    try (Door door = door((request, client) -> client.send(ok(contentOf(request))));
        Client client = Client.of(door)) {
      client.peer().send(POST + "Content-Length: 5\r\n\r\n123");
      client.plain().shutdownOutput();
      TransferException e = door.port().failure();
      assertEquals(Side.CLIENT, e.side());
      assertEquals(Kind.CUT_SHORT, e.kind());
    }
  }

  @Test
  void whoIsTurnedAwayIsToldInside() throws Exception {
    try (Door door = Door.open(HELLO, 1, 0, Door.PATIENT, () -> context);
        Client first = Client.of(door)) {
      first.peer().send(GET).readHead();
      try (Client second = Client.of(door)) {
        assertTrue(second.peer().send(GET).readToEnd().startsWith("HTTP/1.1 503 "));
      }
    }
  }

  @Test
  void nobodyAgreesTwice() throws Exception {
    try (Door door = door(HELLO);
        Client client = Client.of(door, "TLSv1.2")) {
      client.peer().send(GET).readHead();
      assertEquals("hello", client.peer().read(5));
      client.inside().startHandshake();
      assertThrows(IOException.class, () -> client.peer().send(GET).readHead());
      door.awaitConnections(0);
      assertEquals(1, door.port().requests().size());
    }
  }

  @Test
  void whoWantsAnotherProtocolInsideIsRefused() throws Exception {
    try (Door door = door(HELLO);
        Client client = Client.of(door);
        Client other = Client.of(door)) {
      wanting(client.inside(), "h2");
      assertThrows(SSLException.class, client.inside()::startHandshake);
      wanting(other.inside(), "h2", "http/1.1");
      other.inside().startHandshake();
      assertEquals("http/1.1", other.inside().getApplicationProtocol());
    }
  }

  private static void wanting(SSLSocket socket, String... protocols) {
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(protocols);
    socket.setSSLParameters(parameters);
  }

  private static @Nullable Bypass lookInside(Request request, ResponsePort client)
      throws TransferException {
    var target = (RequestTarget.AuthorityForm) request.head().target();
    return client.lookInside(
        ResponseHead.of(200, Fields.EMPTY),
        new Inside(target.authority(), null),
        () -> {
          throw new AssertionError("There is no need to connect to anybody");
        });
  }

  /** The reason, if any, not to intercept the host again after a connection without any request. */
  private static @Nullable Bypass metInSilence(String... protocols) throws Exception {
    PassingTime time = new PassingTime();
    CompletableFuture<Optional<Bypass>> met = new CompletableFuture<>();
    FakePort.Handler handler =
        (request, client) -> met.complete(Optional.ofNullable(lookInside(request, client)));
    try (Door door = Door.lookingInside(handler, time, IDLE_ONLY, host -> context, null);
        Socket plain = new Socket(Door.ANY_PORT.getAddress(), port(door));
        Peer peer = new Peer(plain)) {
      peer.send("CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n").readHead();
      SSLSocket inside =
          (SSLSocket) context.getSocketFactory().createSocket(plain, "127.0.0.1", 443, true);
      wanting(inside, protocols);
      inside.startHandshake();
      time.passUntil(met::isDone);
    }
    return met.get().orElse(null);
  }

  private static int port(Door door) {
    return door.listener().addresses().getFirst().getPort();
  }

  /** Browsers connect before they need to. */
  @Test
  void aConnectionThatIsNotUsedSaysNothingOfTheHostIfHttpWasAgreedOn() throws Exception {
    assertNull(metInSilence("h2", "http/1.1"));
  }

  @Test
  void whoNamesNoProtocolAndSaysNothingWaitsForTheFarSide() throws Exception {
    assertEquals(Bypass.SILENT, metInSilence());
  }

  private static void dripAHello(Door door, PassingTime time, Peer peer) throws Exception {
    peer.send("CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n");
    assertTrue(peer.readHead().startsWith("HTTP/1.1 200 "));
    peer.send(BEGUN_HELLO);
    drip(door, time, peer);
    assertEquals(Kind.TIMED_OUT, door.port().failure().kind());
  }

  @Test
  void whoDripsAHelloInsideOfAConnectIsEndedAtItsDeadline() throws Exception {
    PassingTime time = new PassingTime();
    PassingTime otherTime = new PassingTime();
    try (Door door =
            Door.lookingInside(TlsDoorTest::lookInside, time, host -> context, () -> context);
        Client client = Client.of(door)) {
      dripAHello(door, time, client.peer());
    }
    try (Door door = Door.lookingInside(TlsDoorTest::lookInside, otherTime, host -> context, null);
        Peer peer = door.connect()) {
      dripAHello(door, otherTime, peer);
    }
  }

  /** Sends one octet after another, but never the last, until the connection is cut. */
  private static void drip(Door door, PassingTime time, Peer peer) {
    AtomicInteger sent = new AtomicInteger();
    time.passUntil(
        () -> {
          try {
            if (sent.getAndIncrement() < DRIPS) {
              peer.send("\0");
            }
          } catch (IOException e) {
            // The connection was cut.
          }
          return door.listener().connections() == 0;
        });
  }

  private static FakePort.Handler tunnelling(Origins origins) {
    return (request, client) -> {
      var target = (RequestTarget.AuthorityForm) request.head().target();
      TunnelEnd far = origins.open(target.authority(), Fields.EMPTY, Reach.ANYWHERE);
      client.tunnel(ResponseHead.of(200, Fields.EMPTY), far);
    };
  }

  private static String connect(FakeOrigin far) {
    return "CONNECT " + far.authority() + " HTTP/1.1\r\nHost: " + far.authority() + "\r\n\r\n";
  }

  @Test
  void tlsGoesThroughATunnelInsideTls() throws Exception {
    String much = "0123456789abcdef".repeat(100_000);
    try (Origins origins = Origins.over(OriginSettings.defaults());
        FakeOrigin far =
            FakeOrigin.on(
                context.getServerSocketFactory(),
                InetAddress.ofLiteral("127.0.0.1"),
                peer -> peer.send(peer.read(much.length())).endOutput());
        Door door = door(tunnelling(origins));
        Client client = Client.of(door)) {
      assertEquals("HTTP/1.1 200 OK\r\n\r\n", client.peer().send(connect(far)).readHead());
      SSLSocket within =
          (SSLSocket)
              context
                  .getSocketFactory()
                  .createSocket(client.inside(), "127.0.0.1", far.port(), true);
      try (Peer peer = new Peer(within)) {
        assertEquals(much, peer.send(much).readToEnd());
      }
    }
  }

  @Test
  void aTunnelKnowsAnEndFromABreak() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    try (Origins origins = Origins.over(OriginSettings.defaults());
        FakeOrigin far =
            FakeOrigin.following(
                peer -> peer.send("got " + peer.readToEnd()),
                peer -> {
                  peer.readToEnd();
                  ended.countDown();
                });
        Door door = door(tunnelling(origins))) {
      try (Client client = Client.of(door)) {
        client.peer().send(connect(far)).readHead();
        assertEquals("got all", client.peer().send("all").endOutput().readToEnd());
      }
      try (Client client = Client.of(door)) {
        client.peer().send(connect(far)).readHead();
        client.peer().send("some");
        client.plain().shutdownOutput();
        assertEquals(Kind.CUT_SHORT, door.port().failure().kind());
        ended.await();
      }
      door.awaitConnections(0);
    }
  }
}
