package larder.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import larder.access.HostPattern;
import larder.access.InterceptedHosts;
import larder.forwarding.Conclusion;
import larder.forwarding.Conclusion.Result;
import larder.test.origin.FakeOrigin;
import larder.test.origin.Peer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CONNECT whose inside is read, with clients and origins that like it and that do not. */
class InterceptionEndToEndTest {
  @TempDir private static Path folder;
  private static SecureOrigins origins;

  @BeforeAll
  static void makeAuthority() throws Exception {
    origins = new SecureOrigins(folder);
  }

  @Test
  void whatIsInsideIsCachedForAllWaysOfAsking() throws Exception {
    try (FakeOrigin origin = origins.good();
        Running larder = origins.intercepting().start()) {
      String host = "localhost:" + origin.port();
      Within.ask(larder, host, Within.get("/a?b", host))
          .is(200, "secret")
          .says("larder; fwd=uri-miss; fwd-status=200; stored");
      Within.ask(larder, host, Within.get("/a?b", host))
          .is(200, "secret")
          .says("larder; hit; ttl=60");
      larder.get("https://" + host + "/a?b").is(200, "secret").says("larder; hit; ttl=60");
      assertEquals(1, origin.requests().size());
      assertTrue(origin.requests().getFirst().contains("\r\nVia: 1.1 larder-"));
      assertEquals(
          "https://" + host + "/a?b", larder.conclusion(Result.MISS).request().target().toString());
      Conclusion connect = larder.conclusion(Result.INTERCEPTED);
      assertNull(connect.bypass());
    }
  }

  @Test
  void anAddressCanBeInterceptedToo() throws Exception {
    try (FakeOrigin origin = origins.good();
        Running larder = origins.intercepting().start()) {
      String host = "127.0.0.1:" + origin.port();
      Within.ask(larder, host, Within.get("/", host)).is(200, "secret");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void bothVersionsAreSpokenAndSessionsResumed(String version) throws Exception {
    try (FakeOrigin origin = origins.good();
        Running larder = origins.intercepting().start()) {
      String host = "localhost:" + origin.port();
      SSLContext client = Within.client(larder);
      long[] created = new long[2];
      for (int i = 0; i < 2; i++) {
        SSLParameters parameters = client.getDefaultSSLParameters();
        parameters.setProtocols(new String[] {version});
        parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
        SSLSocket tls = Within.agree(Within.connect(larder, host), client, "localhost", parameters);
        try (Peer inside = new Peer(tls)) {
          inside.send(Within.get("/", host));
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
    try (FakeOrigin origin = origins.good();
        Running larder = origins.intercepting().start()) {
      String host = "localhost:" + origin.port();
      try (Peer inside = Within.open(larder, host)) {
        for (int i = 0; i < 5; i++) {
          inside.send(Within.get("/" + i, host));
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
    try (FakeOrigin origin = origins.good();
        Running larder = origins.intercepting().start()) {
      String host = "localhost:" + origin.port();
      try (Peer inside = Within.open(larder, host)) {
        inside.send(request);
        Answer refused = Answer.read(inside, "GET");
        assertEquals(400, refused.status());
        assertEquals("close", refused.field("Connection"));
      }
      assertEquals(0, origin.connections());
    }
  }

  private void assertRefused(SSLContext context, String words) throws Exception {
    try (FakeOrigin origin = origins.answering(context);
        Running larder = origins.intercepting().start()) {
      String host = "localhost:" + origin.port();
      Answer refused = Within.ask(larder, host, Within.get("/", host));
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
    assertRefused(origins.authority().expired("localhost"), "has expired");
    assertRefused(origins.authority().notYetValid("localhost"), "is not valid yet");
    assertRefused(origins.authority().vouchingFor("other.example"), "is for another host");
    assertRefused(OriginAuthority.selfSigned("localhost"), "nobody trusted vouches for");
    assertRefused(new OriginAuthority().vouchingFor("localhost"), "nobody trusted vouches for");
  }

  /** As curl and most clients: a list that cannot be fetched is not waited for. */
  @Test
  void nobodyElseIsAskedWhetherACertificateWasRevoked() throws Exception {
    try (FakeOrigin origin = origins.answering(origins.authority().revocable("localhost"));
        Running larder = origins.intercepting().start()) {
      String host = "localhost:" + origin.port();
      Within.ask(larder, host, Within.get("/", host)).is(200, "secret");
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
    try (FakeOrigin origin = origins.good();
        Running larder = origins.intercepting().start()) {
      String host = "localhost:" + origin.port();
      String request = line + "\r\nHost: " + host + "\r\n\r\n";
      assertEquals(status, Within.ask(larder, host, request).status());
      Within.ask(larder, host, Within.get("/a", host)).is(200, "secret");
    }
  }

  @Test
  void offlineWhatIsStoredIsServedInsideToo() throws Exception {
    Path cache = folder.resolve("cache");
    try (FakeOrigin origin = origins.good()) {
      String host = "localhost:" + origin.port();
      try (Running larder = origins.intercepting().storing(StoreKind.H2.in(cache)).start()) {
        Within.ask(larder, host, Within.get("/", host)).is(200, "secret");
      }
      try (Running larder =
          origins.intercepting().storing(StoreKind.H2.in(cache)).offline().start()) {
        Within.ask(larder, host, Within.get("/", host))
            .is(200, "secret")
            .says("larder; hit; ttl=60");
        assertEquals(504, Within.ask(larder, host, Within.get("/other", host)).status());
      }
      assertEquals(1, origin.requests().size());
    }
  }

  @Test
  void theAuthorityIsMadeOnceAndAnotherListNeedsAnother() throws Exception {
    Path kept = folder.resolve("data").resolve("ca");
    byte[] first;
    try (Running larder = origins.intercepting().authorityIn(kept).start()) {
      first = larder.larder().authority().orElseThrow().certificate().getEncoded();
    }
    try (Running larder = origins.intercepting().authorityIn(kept).start()) {
      assertArrayEquals(
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
}
