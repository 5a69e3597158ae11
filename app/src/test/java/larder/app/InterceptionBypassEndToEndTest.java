package larder.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import larder.access.HostPattern;
import larder.access.InterceptedHosts;
import larder.forwarding.Bypass;
import larder.forwarding.Conclusion.Result;
import larder.test.origin.AdjustedSockets;
import larder.test.origin.FakeOrigin;
import larder.test.origin.Peer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CONNECT whose inside cannot be read: it is carried as it came, at once or the next time. */
class InterceptionBypassEndToEndTest {
  @TempDir private static Path folder;
  private static SecureOrigins origins;

  @BeforeAll
  static void makeAuthority() throws Exception {
    origins = new SecureOrigins(folder);
  }

  @Test
  void aClientThatPinsIsTunnelledTheNextTime() throws Exception {
    try (FakeOrigin origin = origins.good();
        Running larder = origins.intercepting().start()) {
      String host = "localhost:" + origin.port();
      SSLContext pinning = OriginAuthority.trusting(origins.authority().certificate());
      assertThrows(SSLException.class, () -> Within.open(larder, host, pinning));
      assertEquals(Bypass.CERTIFICATE_REJECTED, larder.conclusion(Result.INTERCEPTED).bypass());
      try (Peer inside = Within.open(larder, host, pinning)) {
        inside.send(Within.get("/", host));
        Answer untouched = Answer.read(inside, "GET").is(200, "secret");
        assertNull(untouched.field("Via"));
      }
      assertEquals(Bypass.CERTIFICATE_REJECTED, larder.conclusion(Result.TUNNEL).bypass());
      assertEquals(Map.of(host, "certificate-rejected"), larder.larder().counts().bypassed());
    }
  }

  @Test
  void aClientThatLeavesInTheMiddleIsTunnelledTheNextTime() throws Exception {
    try (FakeOrigin origin = origins.good();
        Running larder = origins.intercepting().start()) {
      String host = "localhost:" + origin.port();
      try (Socket tunnel = Within.connect(larder, host)) {
        tunnel.getOutputStream().write(hello(Within.client(larder)));
        assertEquals(22, tunnel.getInputStream().read());
      }
      assertEquals(Bypass.CERTIFICATE_REJECTED, larder.conclusion(Result.INTERCEPTED).bypass());
    }
  }

  /** As browsers do that connect before they need to: that says nothing of the host. */
  @Test
  void aClientThatLeavesBeforeItsFirstWordsChangesNothing() throws Exception {
    try (FakeOrigin origin = origins.good();
        Running larder = origins.intercepting().start()) {
      String host = "localhost:" + origin.port();
      Within.connect(larder, host).close();
      assertEquals(Bypass.CLIENT_LEFT, larder.conclusion(Result.TUNNEL).bypass());
      try (Socket tunnel = Within.connect(larder, host)) {
        byte[] hello = hello(Within.client(larder));
        tunnel.getOutputStream().write(hello, 0, hello.length / 2);
      }
      assertEquals(Bypass.CLIENT_LEFT, larder.conclusion(Result.TUNNEL).bypass());
      assertEquals(Map.of(), larder.larder().counts().bypassed());
      Within.ask(larder, host, Within.get("/", host)).is(200, "secret");
    }
  }

  /** Its client has nothing to say, and listens. */
  @Test
  void whoListensOnlyHearsTheFarSide() throws Exception {
    try (FakeOrigin origin = FakeOrigin.following(peer -> peer.send("220 ready\r\n"));
        Running larder = origins.intercepting().start();
        Socket tunnel = Within.connect(larder, "localhost:" + origin.port())) {
      tunnel.shutdownOutput();
      assertEquals("220 ready\r\n", new Peer(tunnel).readToEnd());
    }
  }

  /** The first words of a client that means localhost. */
  private static byte[] hello(SSLContext client) throws Exception {
    SSLEngine engine = client.createSSLEngine("localhost", 443);
    engine.setUseClientMode(true);
    ByteBuffer out = ByteBuffer.allocate(32 << 10);
    engine.beginHandshake();
    engine.wrap(ByteBuffer.allocate(0), out);
    byte[] bytes = new byte[out.flip().remaining()];
    out.get(bytes);
    return bytes;
  }

  @Test
  void whatIsNoTlsIsCarriedAsItCame() throws Exception {
    try (FakeOrigin origin = FakeOrigin.following(peer -> peer.send("answer to " + peer.read(5)));
        Running larder = origins.intercepting().start()) {
      try (Peer tunnel = new Peer(Within.connect(larder, "localhost:" + origin.port()))) {
        tunnel.send("hello");
        assertEquals("answer to hello", tunnel.readToEnd());
      }
      assertEquals(Bypass.NOT_TLS, larder.conclusion(Result.TUNNEL).bypass());
    }
  }

  @Test
  void whereTheFarSideSpeaksFirstItIsHeard() throws Exception {
    try (FakeOrigin origin = FakeOrigin.following(peer -> peer.send("220 ready\r\n").read(4));
        Running larder = origins.intercepting().start()) {
      try (Peer tunnel = new Peer(Within.connect(larder, "localhost:" + origin.port()))) {
        assertEquals("220 ready\r\n", tunnel.readLine());
        tunnel.send("QUIT");
      }
      assertEquals(Bypass.SILENT, larder.conclusion(Result.TUNNEL).bypass());
    }
  }

  @Test
  void whatIsNoHttpInsideIsTunnelledTheNextTime() throws Exception {
    try (FakeOrigin origin =
            FakeOrigin.on(
                origins.authority().vouchingFor("localhost").getServerSocketFactory(),
                InetAddress.ofLiteral("127.0.0.1"),
                peer -> peer.send("answer to " + peer.readLine()));
        Running larder = origins.intercepting().start()) {
      String host = "localhost:" + origin.port();
      try (Peer inside = Within.open(larder, host)) {
        inside.send("\u0001\u0002 something else\r\n");
        assertEquals("", inside.readToEnd());
      }
      assertEquals(Bypass.NOT_HTTP, larder.conclusion(Result.INTERCEPTED).bypass());
      SSLContext theirs = OriginAuthority.trusting(origins.authority().certificate());
      try (Peer inside = Within.open(larder, host, theirs)) {
        inside.send("\u0001\u0002 something else\r\n");
        assertEquals("answer to \u0001\u0002 something else\r\n", inside.readToEnd());
      }
    }
  }

  @Test
  void anOriginThatWantsTheClientsCertificateIsTunnelledTheNextTime() throws Exception {
    ServerSocketFactory asking =
        new AdjustedSockets(
            origins.authority().vouchingFor("localhost").getServerSocketFactory(),
            socket -> socket.setNeedClientAuth(true));
    try (FakeOrigin origin = origins.answering(asking);
        Running larder = origins.intercepting().start()) {
      String host = "localhost:" + origin.port();
      Answer refused = Within.ask(larder, host, Within.get("/", host));
      assertEquals(502, refused.status());
      assertTrue(refused.content().contains("wants a client certificate"), refused::content);
      assertEquals(Bypass.CLIENT_CERTIFICATE, larder.conclusion(Result.FAILED).bypass());
      try (Socket tunnel = Within.connect(larder, host)) {
        assertFalse(tunnel.isClosed());
      }
      assertEquals(Bypass.CLIENT_CERTIFICATE, larder.conclusion(Result.TUNNEL).bypass());
    }
  }

  /** Where the name inside is another one, it goes where the client wanted it to go. */
  @Test
  void aHelloForAnotherHostIsCarried() throws Exception {
    try (FakeOrigin origin = origins.answering(origins.authority().vouchingFor("other.example"));
        Running larder = origins.intercepting().start()) {
      SSLContext theirs = OriginAuthority.trusting(origins.authority().certificate());
      SSLParameters parameters = theirs.getDefaultSSLParameters();
      parameters.setServerNames(List.of(new SNIHostName("other.example")));
      Socket tunnel = Within.connect(larder, "127.0.0.1:" + origin.port());
      try (Peer inside = new Peer(Within.agree(tunnel, theirs, "other.example", parameters))) {
        inside.send(Within.get("/", "other.example"));
        Answer.read(inside, "GET").is(200, "secret");
      }
      assertEquals(Bypass.OTHER_NAME, larder.conclusion(Result.TUNNEL).bypass());
    }
  }

  @Test
  void whoSpeaksOnlySomethingElseInsideIsCarried() throws Exception {
    try (FakeOrigin origin = origins.good();
        Running larder = origins.intercepting().start()) {
      SSLContext theirs = OriginAuthority.trusting(origins.authority().certificate());
      SSLParameters parameters = theirs.getDefaultSSLParameters();
      parameters.setApplicationProtocols(new String[] {"h2"});
      Socket tunnel = Within.connect(larder, "localhost:" + origin.port());
      Within.agree(tunnel, theirs, "localhost", parameters).close();
      assertEquals(Bypass.OTHER_PROTOCOL, larder.conclusion(Result.TUNNEL).bypass());
    }
  }

  @Test
  void otherHostsAreTunnelledAndNothingIsAskedOfThem() throws Exception {
    InterceptedHosts none =
        new InterceptedHosts(true, List.of(), List.of(HostPattern.parse("localhost")));
    try (FakeOrigin origin = origins.good();
        Running larder = new Setup().intercepting(none).trusting(origins.trusted()).start()) {
      String host = "localhost:" + origin.port();
      SSLContext theirs = OriginAuthority.trusting(origins.authority().certificate());
      try (Peer inside = Within.open(larder, host, theirs)) {
        inside.send(Within.get("/", host));
        assertNull(Answer.read(inside, "GET").field("Via"));
      }
      assertNull(larder.conclusion(Result.TUNNEL).bypass());
    }
  }
}
