package larder.socket.origin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import larder.access.Reach;
import larder.forwarding.TunnelEnd;
import larder.http.Authority;
import larder.http.Fields;
import larder.http.Scheme;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;
import larder.socket.MessageLimits;
import larder.socket.channel.ContentBuffers;
import larder.socket.channel.Lendable;
import larder.socket.channel.PassingTime;
import larder.socket.channel.Sweeper;
import larder.socket.channel.TlsBuffers;
import larder.socket.wire.HeadRooms;
import larder.test.origin.AdjustedSockets;
import larder.test.origin.Certificate;
import larder.test.origin.Conversation;
import larder.test.origin.DeafPort;
import larder.test.origin.FakeOrigin;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever becomes of a tunnel through a parent proxy, all buffers borrowed for it are given back.
 */
class ParentTunnelTest {
  private static final int USUAL = 12_000;
  private static final int SOME = 3;
  private static final Authority FAR = new Authority("far.example", 443);

  /** More than fits after a head, but still in one record with it. */
  private static final String MUCH = "x".repeat(15_000);

  private static final String REFUSED =
      "HTTP/1.1 403 No\r\nContent-Length: " + MUCH.length() + "\r\n\r\n" + MUCH;
  private static final String OPENED = "HTTP/1.1 200 OK\r\n\r\n";

  private static final Fields VIA =
      Fields.of("Host", "not.this", "Via", "1.0 first", "Via", "1.1 us");

  @TempDir private static Path folder;
  private static SSLContext context;

  @AutoClose private final Sweeper sweeper = new Sweeper(() -> 0);

  @AutoClose
  private final Resolver resolver =
      new Resolver(NameLookup.SYSTEM, Duration.ofSeconds(60), System::nanoTime);

  private final PassingTime time = new PassingTime();
  private final ContentBuffers buffers = new ContentBuffers(USUAL, sweeper);
  private final TlsBuffers tlsBuffers = new TlsBuffers(sweeper);
  private int usual;
  private int records;

  @BeforeAll
  static void makeCertificate() throws Exception {
    context = Certificate.madeFor("ip:127.0.0.1", folder);
  }

  @BeforeEach
  void count() {
    usual = Lendable.usual(buffers);
    records = Lendable.records(tlsBuffers);
  }

  private void assertAllIsGivenBack() {
    assertEquals(usual, Lendable.usual(buffers));
    assertEquals(records, Lendable.records(tlsBuffers));
  }

  private static FakeOrigin parent(Scheme scheme, Conversation conversation) throws IOException {
    ServerSocketFactory sockets =
        scheme == Scheme.HTTPS
            ? context.getServerSocketFactory()
            : ServerSocketFactory.getDefault();
    return FakeOrigin.on(sockets, InetAddress.ofLiteral("127.0.0.1"), conversation);
  }

  private Connector through(Scheme scheme, FakeOrigin parent) {
    return through(scheme, parent.port());
  }

  private Connector through(Scheme scheme, int port) {
    return through(scheme, port, () -> context, sweeper);
  }

  private Connector through(Scheme scheme, int port, Supplier<SSLContext> tls, Sweeper deadlines) {
    Optional<Upstream> upstream =
        Optional.of(new Upstream(scheme, new Authority("127.0.0.1", port), Optional.empty()));
    OriginTimeouts timeouts = OriginTimeouts.defaults();
    OriginSettings settings =
        new OriginSettings(
            USUAL,
            8,
            8,
            MessageLimits.defaults(),
            timeouts,
            NameLookup.SYSTEM,
            new Upstreams(upstream, upstream, List.of()),
            tls);
    return new Connector(
        settings,
        new Dialler(resolver, timeouts, deadlines),
        buffers,
        tlsBuffers,
        HeadRooms.of(Side.ORIGIN, settings.limits()));
  }

  /** That no tunnel is opened, how that fails, and in which words. */
  private static String failure(Connector connector, Kind kind) {
    TransferException failed =
        assertThrows(TransferException.class, () -> connector.openTunnel(FAR, VIA, Reach.ANYWHERE));
    assertEquals(kind, failed.kind(), failed.explanation());
    assertEquals(Side.ORIGIN, failed.side());
    return failed.explanation();
  }

  @ParameterizedTest
  @EnumSource(Scheme.class)
  void whereTheParentOpensNone(Scheme scheme) throws Exception {
    try (FakeOrigin parent =
        parent(
            scheme,
            peer -> {
              peer.readHead();
              peer.send(REFUSED);
            })) {
      Connector connector = through(scheme, parent);
      for (int i = 0; i < SOME; i++) {
        assertEquals(
            "The parent proxy "
                + parent.authority()
                + " opens no tunnel to "
                + FAR
                + ": it answered 403",
            failure(connector, Kind.PARENT_FAILED));
      }
    }
    assertAllIsGivenBack();
  }

  @Test
  void aParentThatIsDownIsNotTakenForTheOrigin() throws Exception {
    try (DeafPort deaf = new DeafPort()) {
      Connector connector = through(Scheme.HTTP, deaf.port());
      assertEquals(
          "The parent proxy cannot be reached: " + deaf.authority() + " refused the connection",
          failure(connector, Kind.PARENT_FAILED));
    }
  }

  @ParameterizedTest
  @EnumSource(Scheme.class)
  void whereTheParentSaysNothing(Scheme scheme) throws Exception {
    try (FakeOrigin parent = parent(scheme, peer -> peer.readHead())) {
      assertEquals(
          "The parent proxy "
              + parent.authority()
              + " closed the connection before its answer was whole",
          failure(through(scheme, parent), Kind.PARENT_FAILED));
    }
    assertAllIsGivenBack();
  }

  @ParameterizedTest
  @ValueSource(strings = {"SSH-2.0-OpenSSH_9.6\r\n", "HTTP/1.1 200 OK\r\nno field\r\n\r\n"})
  void aParentThatAnswersSomethingElseIsNotTakenForTheOrigin(String answer) throws Exception {
    for (Scheme scheme : Scheme.values()) {
      try (FakeOrigin parent =
          parent(
              scheme,
              peer -> {
                peer.readHead();
                peer.send(answer).readToEnd();
              })) {
        String told = failure(through(scheme, parent), Kind.PARENT_FAILED);
        String expected = "The parent proxy " + parent.authority() + " sent a bad answer: ";
        assertTrue(told.startsWith(expected), told);
      }
    }
    assertAllIsGivenBack();
  }

  @ParameterizedTest
  @EnumSource(Scheme.class)
  void aParentThatNeverAnswersIsNotTakenForTheOrigin(Scheme scheme) throws Exception {
    AtomicBoolean told = new AtomicBoolean();
    try (FakeOrigin parent =
        parent(
            scheme,
            peer -> {
              peer.readHead();
              time.passUntil(told::get);
            })) {
      Connector connector = through(scheme, parent.port(), () -> context, time.sweeper());
      String why = failure(connector, Kind.PARENT_TIMED_OUT);
      told.set(true);
      assertEquals(
          "The parent proxy "
              + parent.authority()
              + " did not answer, or take the request, in time",
          why);
    }
    assertAllIsGivenBack();
  }

  @Test
  void aParentThatNeverAgreesOnTlsIsNotTakenForTheOrigin() throws Exception {
    AtomicBoolean told = new AtomicBoolean();
    try (FakeOrigin parent =
        FakeOrigin.following(
            peer -> {
              peer.read(1);
              time.passUntil(told::get);
            })) {
      Connector connector = through(Scheme.HTTPS, parent.port(), () -> context, time.sweeper());
      String why = failure(connector, Kind.PARENT_TIMED_OUT);
      told.set(true);
      assertEquals("The parent proxy " + parent.authority() + " did not agree on TLS in time", why);
    }
    assertAllIsGivenBack();
  }

  @Test
  void aParentWhoseCertificateNobodyTrustsIsNotTakenForTheOrigin() throws Exception {
    SSLContext strangers = SSLContext.getDefault();
    try (FakeOrigin parent = parent(Scheme.HTTPS, peer -> peer.readHead())) {
      Connector connector = through(Scheme.HTTPS, parent.port(), () -> strangers, sweeper);
      assertEquals(
          "The certificate of the parent proxy "
              + parent.authority()
              + " is one that nobody trusted vouches for: see --origin-ca if you do",
          failure(connector, Kind.PARENT_FAILED));
    }
    assertAllIsGivenBack();
  }

  /** In TLS 1.2 it says so before TLS is agreed on. */
  @Test
  void aParentThatWantsACertificateIsNotTakenForTheOrigin() throws Exception {
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(Certificate.in(folder));
    SSLContext without = SSLContext.getInstance("TLS");
    without.init(
        new KeyManager[] {CertificateRequests.keyManager()}, trust.getTrustManagers(), null);
    ServerSocketFactory asking =
        new AdjustedSockets(
            context.getServerSocketFactory(),
            socket -> {
              socket.setEnabledProtocols(new String[] {"TLSv1.2"});
              socket.setNeedClientAuth(true);
            });
    try (FakeOrigin parent =
        FakeOrigin.on(asking, InetAddress.ofLiteral("127.0.0.1"), peer -> peer.readHead())) {
      Connector connector = through(Scheme.HTTPS, parent.port(), () -> without, sweeper);
      assertEquals(
          "The parent proxy "
              + parent.authority()
              + " wants a client certificate, and there is none",
          failure(connector, Kind.PARENT_FAILED));
    }
    assertAllIsGivenBack();
  }

  @Test
  void thatTheProxyTrustsNobodyAtPresentIsNotTheParentsFault() throws Exception {
    Supplier<SSLContext> unreadable =
        () -> {
          throw new UncheckedIOException(new IOException("/ca.pem"));
        };
    try (FakeOrigin parent = parent(Scheme.HTTPS, peer -> peer.readHead())) {
      Connector connector = through(Scheme.HTTPS, parent.port(), unreadable, sweeper);
      assertEquals(
          "The proxy cannot read whom it is to trust to vouch for the parent proxy "
              + parent.authority(),
          failure(connector, Kind.NO_AUTHORITIES));
    }
  }

  @ParameterizedTest
  @EnumSource(Scheme.class)
  void whereTheFarSideSpeaksNoTls(Scheme scheme) throws Exception {
    try (FakeOrigin parent =
        parent(
            scheme,
            peer -> {
              peer.readHead();
              peer.send(OPENED + MUCH);
            })) {
      Connector connector = through(scheme, parent);
      OriginKey key =
          OriginKey.of(
              Scheme.HTTPS,
              FAR,
              Optional.of(
                  new Upstream(
                      scheme, new Authority("127.0.0.1", parent.port()), Optional.empty())));
      for (int i = 0; i < SOME; i++) {
        TransferException failed =
            assertThrows(
                TransferException.class, () -> connector.connect(key, VIA, Reach.ANYWHERE));
        assertEquals(Kind.TLS_FAILED, failed.kind());
      }
    }
    assertAllIsGivenBack();
  }

  @Test
  void aTunnelThatBreaksBeforeTlsIsAgreedOnIsNotTakenForTheOrigin() throws Exception {
    try (FakeOrigin parent =
        parent(
            Scheme.HTTP,
            peer -> {
              peer.readHead();
              peer.send(OPENED).read(5);
              peer.reset();
            })) {
      Upstream upstream =
          new Upstream(Scheme.HTTP, new Authority("127.0.0.1", parent.port()), Optional.empty());
      OriginKey key = OriginKey.of(Scheme.HTTPS, FAR, Optional.of(upstream));
      Connector connector = through(Scheme.HTTP, parent);
      TransferException failed =
          assertThrows(TransferException.class, () -> connector.connect(key, VIA, Reach.ANYWHERE));
      assertEquals(Kind.PARENT_FAILED, failed.kind(), failed.explanation());
      assertEquals(
          "The parent proxy "
              + parent.authority()
              + " broke off the tunnel to "
              + FAR
              + " before TLS was agreed on",
          failed.explanation());
    }
    assertAllIsGivenBack();
  }

  @ParameterizedTest
  @EnumSource(Scheme.class)
  void theParentIsToldWhomItHasPassed(Scheme scheme) throws Exception {
    try (FakeOrigin parent =
        parent(
            scheme,
            peer -> {
              assertEquals(
                  """
                  CONNECT far.example:443 HTTP/1.1\r
                  Host: far.example:443\r
                  Via: 1.0 first\r
                  Via: 1.1 us\r
                  \r
                  """,
                  peer.readHead());
              peer.send(OPENED);
            })) {
      through(scheme, parent).openTunnel(FAR, VIA, Reach.ANYWHERE).close();
    }
  }

  @Test
  void whereSomeOfWhatCameWasNotRead() throws Exception {
    try (FakeOrigin parent =
        parent(
            Scheme.HTTPS,
            peer -> {
              peer.readHead();
              peer.send(OPENED + MUCH).readToEnd();
            })) {
      Connector connector = through(Scheme.HTTPS, parent);
      for (int i = 0; i < SOME; i++) {
        try (TunnelEnd far = connector.openTunnel(FAR, VIA, Reach.ANYWHERE)) {
          far.read(ByteBuffer.allocate(1));
        }
      }
    }
    assertAllIsGivenBack();
  }
}
