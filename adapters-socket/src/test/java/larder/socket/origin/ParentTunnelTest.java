package larder.socket.origin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import larder.access.Reach;
import larder.forwarding.TunnelEnd;
import larder.http.Authority;
import larder.http.Fields;
import larder.http.Scheme;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.socket.MessageLimits;
import larder.socket.channel.ContentBuffers;
import larder.socket.channel.Lendable;
import larder.socket.channel.Sweeper;
import larder.socket.channel.TlsBuffers;
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
            () -> context);
    return new Connector(settings, new Dialler(resolver, timeouts, sweeper), buffers, tlsBuffers);
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
        TransferException refused =
            assertThrows(
                TransferException.class, () -> connector.openTunnel(FAR, VIA, Reach.ANYWHERE));
        assertEquals(Kind.PARENT_FAILED, refused.kind());
      }
    }
    assertAllIsGivenBack();
  }

  @Test
  void aParentThatIsDownIsNotTakenForTheOrigin() throws Exception {
    try (DeafPort deaf = new DeafPort()) {
      Connector connector = through(Scheme.HTTP, deaf.port());
      TransferException down =
          assertThrows(
              TransferException.class, () -> connector.openTunnel(FAR, VIA, Reach.ANYWHERE));
      assertEquals(Kind.PARENT_FAILED, down.kind());
      assertEquals(
          "The parent proxy cannot be reached: " + deaf.authority() + " refused the connection",
          down.explanation());
    }
  }

  @ParameterizedTest
  @EnumSource(Scheme.class)
  void whereTheParentSaysNothing(Scheme scheme) throws Exception {
    try (FakeOrigin parent = parent(scheme, peer -> peer.readHead())) {
      Connector connector = through(scheme, parent);
      assertThrows(TransferException.class, () -> connector.openTunnel(FAR, VIA, Reach.ANYWHERE));
    }
    assertAllIsGivenBack();
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
