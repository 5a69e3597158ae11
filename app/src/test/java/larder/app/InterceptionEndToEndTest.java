package larder.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import larder.access.HostPattern;
import larder.access.InterceptedHosts;
import larder.forwarding.Bypass;
import larder.forwarding.Conclusion;
import larder.forwarding.Conclusion.Result;
import larder.test.origin.FakeOrigin;
import larder.test.origin.Peer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CONNECT whose inside is read, with clients and origins that like it and that do not. */
class InterceptionEndToEndTest {
  private static final String ANSWER =
      Framing.CONTENT_LENGTH.answer("Cache-Control: max-age=60\r\n", "secret");
  private static final InterceptedHosts LOCAL =
      new InterceptedHosts(
          false,
          List.of(HostPattern.parse("localhost"), HostPattern.parse("127.0.0.1")),
          List.of());

  @TempDir private static Path folder;
  private static OriginAuthority authority;
  private static Path trusted;

  @BeforeAll
  static void makeAuthority() throws Exception {
    authority = new OriginAuthority();
    trusted = authority.file(folder);
  }

  private static Setup intercepting() {
    return new Setup().intercepting(LOCAL).trusting(trusted);
  }

  private static FakeOrigin origin(SSLContext context, String answer) throws IOException {
    return origin(context.getServerSocketFactory(), answer);
  }

  private static FakeOrigin origin(ServerSocketFactory sockets, String answer) throws IOException {
    FakeOrigin[] self = new FakeOrigin[1];
    self[0] =
        FakeOrigin.on(
            sockets,
            InetAddress.ofLiteral("127.0.0.1"),
            peer -> {
              while (true) {
                self[0].remember(peer.readMessage());
                peer.send(answer);
              }
            });
    return self[0];
  }

  private static FakeOrigin goodOrigin() throws Exception {
    return origin(authority.vouchingFor("localhost", "127.0.0.1"), ANSWER);
  }

  /** A client that has asked for a tunnel. */
  private static Socket connect(Running larder, String host) throws IOException {
    Socket socket = new Socket(larder.address().getAddress(), larder.address().getPort());
    socket.setSoTimeout(30_000);
    socket
        .getOutputStream()
        .write(Running.request("CONNECT", host).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      head.append((char) socket.getInputStream().read());
    }
    assertTrue(head.toString().startsWith("HTTP/1.1 200 "), head::toString);
    return socket;
  }

  private static SSLSocket agree(
      Socket tunnel, SSLContext client, String host, @Nullable SSLParameters parameters)
      throws IOException {
    SSLSocket tls = (SSLSocket) client.getSocketFactory().createSocket(tunnel, host, 443, true);
    SSLParameters wanted = parameters == null ? tls.getSSLParameters() : parameters;
    wanted.setEndpointIdentificationAlgorithm("HTTPS");
    tls.setSSLParameters(wanted);
    tls.startHandshake();
    return tls;
  }

  private static SSLContext client(Running larder) throws Exception {
    return OriginAuthority.trusting(larder.larder().authority().orElseThrow().certificate());
  }

  private static Answer askInside(Running larder, String host, String request) throws Exception {
    String name = host.substring(0, host.lastIndexOf(':'));
    try (Peer inside = new Peer(agree(connect(larder, host), client(larder), name, null))) {
      inside.send(request);
      return Answer.read(inside, request.substring(0, request.indexOf(' ')));
    }
  }

  private static String get(String path, String host) {
    return "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n";
  }

  private static Conclusion concluded(Running larder, Result result) throws Exception {
    Conclusion next = larder.conclusion();
    while (next.result() != result) {
      next = larder.conclusion();
    }
    return next;
  }

  @Test
  void whatIsInsideIsCachedForAllWaysOfAsking() throws Exception {
    try (FakeOrigin origin = goodOrigin();
        Running larder = intercepting().start()) {
      String host = "localhost:" + origin.port();
      askInside(larder, host, get("/a?b", host))
          .is(200, "secret")
          .says("larder; fwd=uri-miss; fwd-status=200; stored");
      askInside(larder, host, get("/a?b", host)).is(200, "secret").says("larder; hit; ttl=60");
      larder.get("https://" + host + "/a?b").is(200, "secret").says("larder; hit; ttl=60");
      assertEquals(1, origin.requests().size());
      assertTrue(origin.requests().getFirst().contains("\r\nVia: 1.1 larder-"));
      assertEquals(
          "https://" + host + "/a?b", concluded(larder, Result.MISS).request().target().toString());
      Conclusion connect = concluded(larder, Result.INTERCEPTED);
      assertNull(connect.bypass());
    }
  }

  @Test
  void anAddressCanBeInterceptedToo() throws Exception {
    try (FakeOrigin origin = goodOrigin();
        Running larder = intercepting().start()) {
      String host = "127.0.0.1:" + origin.port();
      askInside(larder, host, get("/", host)).is(200, "secret");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void bothVersionsAreSpokenAndSessionsResumed(String version) throws Exception {
    try (FakeOrigin origin = goodOrigin();
        Running larder = intercepting().start()) {
      String host = "localhost:" + origin.port();
      SSLContext client = client(larder);
      long[] created = new long[2];
      for (int i = 0; i < 2; i++) {
        SSLParameters parameters = client.getDefaultSSLParameters();
        parameters.setProtocols(new String[] {version});
        parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
        SSLSocket tls = agree(connect(larder, host), client, "localhost", parameters);
        try (Peer inside = new Peer(tls)) {
          inside.send(get("/", host));
          Answer.read(inside, "GET").is(200, "secret");
          assertEquals("http/1.1", tls.getApplicationProtocol());
          assertEquals(version, tls.getSession().getProtocol());
          created[i] = tls.getSession().getCreationTime();
        }
      }
      assertEquals(created[0], created[1], "The second session is not the first one's");
    }
  }

  @Test
  void manyRequestsGoThroughOneTunnelOneAfterAnother() throws Exception {
    try (FakeOrigin origin = goodOrigin();
        Running larder = intercepting().start()) {
      String host = "localhost:" + origin.port();
      try (Peer inside =
          new Peer(agree(connect(larder, host), client(larder), "localhost", null))) {
        for (int i = 0; i < 5; i++) {
          inside.send(get("/" + i, host));
          Answer.read(inside, "GET").is(200, "secret");
        }
        inside.send("POST /x HTTP/1.1\r\nHost: " + host + "\r\nContent-Length: 3\r\n\r\nabc");
        Answer.read(inside, "POST").is(200, "secret");
      }
      assertTrue(origin.requests().getLast().endsWith("\r\n\r\nabc"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\nHost: other.example\r\n\r\n",
        "GET http://localhost/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET https://other.example/ HTTP/1.1\r\nHost: other.example\r\n\r\n",
        "CONNECT other.example:443 HTTP/1.1\r\nHost: other.example:443\r\n\r\n"
      })
  void aRequestForAnotherHostIsNone(String request) throws Exception {
    try (FakeOrigin origin = goodOrigin();
        Running larder = intercepting().start()) {
      String host = "localhost:" + origin.port();
      try (Peer inside =
          new Peer(agree(connect(larder, host), client(larder), "localhost", null))) {
        inside.send(request);
        Answer refused = Answer.read(inside, "GET");
        assertEquals(400, refused.status());
        assertEquals("close", refused.field("Connection"));
      }
      assertEquals(0, origin.connections());
    }
  }

  private void assertRefused(SSLContext context, String words) throws Exception {
    try (FakeOrigin origin = origin(context, ANSWER);
        Running larder = intercepting().start()) {
      String host = "localhost:" + origin.port();
      Answer refused = askInside(larder, host, get("/", host));
      assertEquals(502, refused.status());
      assertTrue(refused.content().contains(words), refused::content);
      assertTrue(
          String.valueOf(refused.field("Proxy-Status"))
              .startsWith("larder; error=tls_certificate_error; details="),
          refused::head);
      assertEquals(0, origin.requests().size());
    }
  }

  @Test
  void anOriginsCertificateIsLookedAtAsStrictlyAsAClientWould() throws Exception {
    assertRefused(authority.expired("localhost"), "has expired");
    assertRefused(authority.notYetValid("localhost"), "is not valid yet");
    assertRefused(authority.vouchingFor("other.example"), "is for another host");
    assertRefused(OriginAuthority.selfSigned("localhost"), "nobody trusted vouches for");
    assertRefused(new OriginAuthority().vouchingFor("localhost"), "nobody trusted vouches for");
  }

  /** As curl and most clients: a list that cannot be fetched is not waited for. */
  @Test
  void nobodyElseIsAskedWhetherACertificateWasRevoked() throws Exception {
    try (FakeOrigin origin = origin(authority.revocable("localhost"), ANSWER);
        Running larder = intercepting().start()) {
      String host = "localhost:" + origin.port();
      askInside(larder, host, get("/", host)).is(200, "secret");
    }
  }

  @Test
  void aClientThatPinsIsTunnelledTheNextTime() throws Exception {
    try (FakeOrigin origin = goodOrigin();
        Running larder = intercepting().start()) {
      String host = "localhost:" + origin.port();
      SSLContext pinning = OriginAuthority.trusting(authority.certificate());
      assertThrows(
          SSLException.class, () -> agree(connect(larder, host), pinning, "localhost", null));
      assertEquals(Bypass.CERTIFICATE_REJECTED, concluded(larder, Result.INTERCEPTED).bypass());
      try (Peer inside = new Peer(agree(connect(larder, host), pinning, "localhost", null))) {
        inside.send(get("/", host));
        Answer untouched = Answer.read(inside, "GET").is(200, "secret");
        assertNull(untouched.field("Via"));
      }
      assertEquals(Bypass.CERTIFICATE_REJECTED, concluded(larder, Result.TUNNEL).bypass());
      assertEquals(Map.of(host, "certificate-rejected"), larder.larder().counts().bypassed());
    }
  }

  @Test
  void aClientThatLeavesInTheMiddleIsTunnelledTheNextTime() throws Exception {
    try (FakeOrigin origin = goodOrigin();
        Running larder = intercepting().start()) {
      String host = "localhost:" + origin.port();
      try (Socket tunnel = connect(larder, host)) {
        tunnel.getOutputStream().write(hello(client(larder)));
        assertEquals(22, tunnel.getInputStream().read());
      }
      assertEquals(Bypass.CERTIFICATE_REJECTED, concluded(larder, Result.INTERCEPTED).bypass());
    }
  }

  /** The first words of a client that means localhost. */
  private static byte[] hello(SSLContext client) throws Exception {
    javax.net.ssl.SSLEngine engine = client.createSSLEngine("localhost", 443);
    engine.setUseClientMode(true);
    java.nio.ByteBuffer out = java.nio.ByteBuffer.allocate(32 << 10);
    engine.beginHandshake();
    engine.wrap(java.nio.ByteBuffer.allocate(0), out);
    byte[] bytes = new byte[out.flip().remaining()];
    out.get(bytes);
    return bytes;
  }

  @Test
  void whatIsNoTlsIsCarriedAsItCame() throws Exception {
    try (FakeOrigin origin = FakeOrigin.following(peer -> peer.send("answer to " + peer.read(5)));
        Running larder = intercepting().start()) {
      try (Peer tunnel = new Peer(connect(larder, "localhost:" + origin.port()))) {
        tunnel.send("hello");
        assertEquals("answer to hello", tunnel.readToEnd());
      }
      assertEquals(Bypass.NOT_TLS, concluded(larder, Result.TUNNEL).bypass());
    }
  }

  @Test
  void whereTheFarSideSpeaksFirstItIsHeard() throws Exception {
    try (FakeOrigin origin = FakeOrigin.following(peer -> peer.send("220 ready\r\n").read(4));
        Running larder = intercepting().start()) {
      try (Peer tunnel = new Peer(connect(larder, "localhost:" + origin.port()))) {
        assertEquals("220 ready\r\n", tunnel.readLine());
        tunnel.send("QUIT");
      }
      assertEquals(Bypass.SILENT, concluded(larder, Result.TUNNEL).bypass());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "400, GET\t/ HTTP/1.1",
    "400, G(T / HTTP/1.1",
    "400, G\u0001T / HTTP/1.1",
    "400, GET /",
    "505, GET / HTTP/1.9",
  })
  void whatIsMalformedInsideIsRefusedAndTheHostIsReadOn(int status, String line) throws Exception {
    try (FakeOrigin origin = goodOrigin();
        Running larder = intercepting().start()) {
      String host = "localhost:" + origin.port();
      String request = line + "\r\nHost: " + host + "\r\n\r\n";
      assertEquals(status, askInside(larder, host, request).status());
      askInside(larder, host, get("/a", host)).is(200, "secret");
    }
  }

  @Test
  void whatIsNoHttpInsideIsTunnelledTheNextTime() throws Exception {
    try (FakeOrigin origin =
            FakeOrigin.on(
                authority.vouchingFor("localhost").getServerSocketFactory(),
                InetAddress.ofLiteral("127.0.0.1"),
                peer -> peer.send("answer to " + peer.readLine()));
        Running larder = intercepting().start()) {
      String host = "localhost:" + origin.port();
      try (Peer inside =
          new Peer(agree(connect(larder, host), client(larder), "localhost", null))) {
        inside.send("\u0001\u0002 something else\r\n");
        assertEquals("", inside.readToEnd());
      }
      assertEquals(Bypass.NOT_HTTP, concluded(larder, Result.INTERCEPTED).bypass());
      SSLContext theirs = OriginAuthority.trusting(authority.certificate());
      try (Peer inside = new Peer(agree(connect(larder, host), theirs, "localhost", null))) {
        inside.send("\u0001\u0002 something else\r\n");
        assertEquals("answer to \u0001\u0002 something else\r\n", inside.readToEnd());
      }
    }
  }

  @Test
  void anOriginThatWantsTheClientsCertificateIsTunnelledTheNextTime() throws Exception {
    ServerSocketFactory asking =
        new AskingForCertificates(authority.vouchingFor("localhost").getServerSocketFactory());
    try (FakeOrigin origin = origin(asking, ANSWER);
        Running larder = intercepting().start()) {
      String host = "localhost:" + origin.port();
      Answer refused = askInside(larder, host, get("/", host));
      assertEquals(502, refused.status());
      assertTrue(
          refused.content().contains("wants a certificate of the client's"), refused::content);
      assertEquals(Bypass.CLIENT_CERTIFICATE, concluded(larder, Result.FAILED).bypass());
      try (Socket tunnel = connect(larder, host)) {
        assertFalse(tunnel.isClosed());
      }
      assertEquals(Bypass.CLIENT_CERTIFICATE, concluded(larder, Result.TUNNEL).bypass());
    }
  }

  /** Where the name inside is another one, it goes where the client wanted it to go. */
  @Test
  void aHelloForAnotherHostIsCarried() throws Exception {
    try (FakeOrigin origin = origin(authority.vouchingFor("other.example"), ANSWER);
        Running larder = intercepting().start()) {
      SSLContext theirs = OriginAuthority.trusting(authority.certificate());
      SSLParameters parameters = theirs.getDefaultSSLParameters();
      parameters.setServerNames(List.of(new SNIHostName("other.example")));
      Socket tunnel = connect(larder, "127.0.0.1:" + origin.port());
      try (Peer inside = new Peer(agree(tunnel, theirs, "other.example", parameters))) {
        inside.send(get("/", "other.example"));
        Answer.read(inside, "GET").is(200, "secret");
      }
      assertEquals(Bypass.OTHER_NAME, concluded(larder, Result.TUNNEL).bypass());
    }
  }

  @Test
  void whoSpeaksOnlySomethingElseInsideIsCarried() throws Exception {
    try (FakeOrigin origin = goodOrigin();
        Running larder = intercepting().start()) {
      SSLContext theirs = OriginAuthority.trusting(authority.certificate());
      SSLParameters parameters = theirs.getDefaultSSLParameters();
      parameters.setApplicationProtocols(new String[] {"h2"});
      Socket tunnel = connect(larder, "localhost:" + origin.port());
      agree(tunnel, theirs, "localhost", parameters).close();
      assertEquals(Bypass.OTHER_PROTOCOL, concluded(larder, Result.TUNNEL).bypass());
    }
  }

  @Test
  void otherHostsAreTunnelledAndNothingIsAskedOfThem() throws Exception {
    InterceptedHosts none =
        new InterceptedHosts(true, List.of(), List.of(HostPattern.parse("localhost")));
    try (FakeOrigin origin = goodOrigin();
        Running larder = new Setup().intercepting(none).trusting(trusted).start()) {
      String host = "localhost:" + origin.port();
      SSLContext theirs = OriginAuthority.trusting(authority.certificate());
      try (Peer inside = new Peer(agree(connect(larder, host), theirs, "localhost", null))) {
        inside.send(get("/", host));
        assertNull(Answer.read(inside, "GET").field("Via"));
      }
      assertNull(concluded(larder, Result.TUNNEL).bypass());
    }
  }

  @Test
  void offlineWhatIsStoredIsServedInsideToo() throws Exception {
    Path cache = folder.resolve("cache");
    try (FakeOrigin origin = goodOrigin()) {
      String host = "localhost:" + origin.port();
      try (Running larder = intercepting().storing(StoreKind.H2.in(cache)).start()) {
        askInside(larder, host, get("/", host)).is(200, "secret");
      }
      try (Running larder = intercepting().storing(StoreKind.H2.in(cache)).offline().start()) {
        askInside(larder, host, get("/", host)).is(200, "secret").says("larder; hit; ttl=60");
        assertEquals(504, askInside(larder, host, get("/other", host)).status());
      }
      assertEquals(1, origin.requests().size());
    }
  }

  @Test
  void theAuthorityIsMadeOnceAndAnotherListNeedsAnother() throws Exception {
    Path kept = folder.resolve("data").resolve("ca");
    byte[] first;
    try (Running larder = intercepting().authorityIn(kept).start()) {
      first = larder.larder().authority().orElseThrow().certificate().getEncoded();
    }
    try (Running larder = intercepting().authorityIn(kept).start()) {
      org.junit.jupiter.api.Assertions.assertArrayEquals(
          first, larder.larder().authority().orElseThrow().certificate().getEncoded());
    }
    InterceptedHosts more =
        new InterceptedHosts(false, List.of(HostPattern.parse("more.example")), List.of());
    StartException refused =
        assertThrows(
            StartException.class,
            () -> new Setup().intercepting(more).authorityIn(kept).start().close());
    assertTrue(refused.getMessage().contains("larder ca rotate"), refused::getMessage);
  }

  /** Sockets of a server that wants to know who its clients are. */
  private static final class AskingForCertificates extends ServerSocketFactory {
    private final ServerSocketFactory usual;

    AskingForCertificates(ServerSocketFactory usual) {
      this.usual = usual;
    }

    private static java.net.ServerSocket asking(java.net.ServerSocket socket) {
      ((SSLServerSocket) socket).setNeedClientAuth(true);
      return socket;
    }

    @Override
    public java.net.ServerSocket createServerSocket(int port) throws IOException {
      return asking(usual.createServerSocket(port));
    }

    @Override
    public java.net.ServerSocket createServerSocket(int port, int backlog) throws IOException {
      return asking(usual.createServerSocket(port, backlog));
    }

    @Override
    public java.net.ServerSocket createServerSocket(int port, int backlog, InetAddress address)
        throws IOException {
      return asking(usual.createServerSocket(port, backlog, address));
    }
  }
}
