package larder.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import javax.net.ServerSocketFactory;
import larder.access.HostPattern;
import larder.access.InterceptedHosts;
import larder.access.Login;
import larder.app.users.UserFile;
import larder.forwarding.Conclusion.Result;
import larder.http.Authority;
import larder.http.Scheme;
import larder.socket.origin.Upstream;
import larder.socket.origin.Upstreams;
import larder.test.origin.AdjustedSockets;
import larder.test.origin.FakeOrigin;
import larder.test.origin.Peer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Through a parent proxy, which is another Larder or a script. */
class UpstreamEndToEndTest {
  private static final String OK =
      "HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nContent-Length: 2\r\n\r\nok";

  @TempDir Path folder;

  private static Upstreams through(int port, Login... login) {
    return through(Scheme.HTTP, port, login);
  }

  private static Upstreams through(Scheme scheme, int port, Login... login) {
    Optional<Upstream> parent =
        Optional.of(
            new Upstream(
                scheme,
                new Authority("127.0.0.1", port),
                login.length == 0 ? Optional.empty() : Optional.of(login[0])));
    return new Upstreams(parent, parent, List.of());
  }

  @Test
  void requestsAndTunnelsGoThroughTheParent() throws Exception {
    Path users = folder.resolve("users");
    new UserFile(users).put("alice", "p:w");
    try (FakeOrigin origin = FakeOrigin.answering(OK);
        Running parent = new Setup().users(users).start();
        Running child =
            new Setup()
                .through(through(parent.larder().port(), new Login("alice", "p:w")))
                .start()) {
      Answer answer = child.get(origin.uri("/a"));
      answer.is(200, "ok");
      assertEquals(2, answer.all("Via").size(), answer::toString);
      assertEquals("alice", parent.conclusion().user());
      assertFalse(origin.requests().getFirst().contains("Proxy-Authorization"));

      try (Peer client = child.connect()) {
        client.send(Running.request("CONNECT", origin.authority()));
        assertTrue(client.readHead().startsWith("HTTP/1.1 200 "));
        client.send("GET /b HTTP/1.1\r\nHost: o\r\n\r\n");
        assertEquals("ok", Answer.read(client, "GET").content());
      }
      assertTrue(origin.requests().getLast().startsWith("GET /b "));
    }
  }

  @Test
  void theParentGetsWholeTargetsOnOneConnection() throws Exception {
    try (FakeOrigin parent = FakeOrigin.answering(OK);
        Running child = new Setup().through(through(parent.port())).start()) {
      child.get("http://a.example/x?y").is(200, "ok");
      child.conclusion(); // by then the connection waits for the next
      child.get("http://b.example:81/").is(200, "ok");
      child.conclusion();
      child.ask(Running.request("OPTIONS", "http://c.example")).is(200, "ok");
      assertTrue(parent.requests().get(0).startsWith("GET http://a.example/x?y HTTP/1.1\r\n"));
      assertTrue(parent.requests().get(0).contains("\r\nHost: a.example\r\n"));
      assertTrue(parent.requests().get(1).startsWith("GET http://b.example:81/ HTTP/1.1\r\n"));
      assertTrue(parent.requests().get(2).startsWith("OPTIONS http://c.example HTTP/1.1\r\n"));
      assertEquals(1, parent.connections());
    }
  }

  @Test
  void whatTheFarSideSaidFirstIsNotLost() throws Exception {
    try (FakeOrigin parent =
            FakeOrigin.following(
                peer -> {
                  peer.readHead();
                  peer.send("HTTP/1.1 200 OK\r\n\r\nhello ");
                  peer.send("you, " + peer.read(2));
                });
        Running child = new Setup().through(through(parent.port())).start();
        Peer client = child.connect()) {
      client.send(Running.request("CONNECT", "a.example:22") + "me");
      assertTrue(client.readHead().startsWith("HTTP/1.1 200 "));
      assertEquals("hello you, me", client.readToEnd());
    }
  }

  /** The parent's parent is the child, or the child itself by another name. */
  @Test
  void aTunnelThatComesBackIsALoop() throws Exception {
    CompletableFuture<Running> itself = new CompletableFuture<>();
    try (FakeOrigin parent =
            FakeOrigin.following(
                peer -> {
                  String head = peer.readHead();
                  try (Peer back = itself.join().connect()) {
                    back.send(head);
                    peer.send(back.readToEnd());
                  }
                });
        Running child = new Setup().through(through(parent.port())).start()) {
      itself.complete(child);
      Answer refused = child.ask(Running.request("CONNECT", "a.example:443"));
      assertEquals(502, refused.status());
      assertTrue(refused.content().contains("508"), refused::toString);
      assertEquals(1, parent.connections());
    }
  }

  @Test
  void aParentThatRefusesIsNamed() throws Exception {
    try (FakeOrigin parent =
            FakeOrigin.answering(
                "HTTP/1.1 407 No\r\n"
                    + "Proxy-Authenticate: Basic realm=x\r\n"
                    + "Content-Length: 0\r\n\r\n");
        Running child = new Setup().through(through(parent.port())).start()) {
      for (String request :
          List.of(
              Running.request("GET", "http://a.example/"),
              Running.request("CONNECT", "a.example:443"))) {
        Answer refused = child.ask(request);
        assertEquals(502, refused.status());
        assertTrue(refused.content().contains("127.0.0.1:" + parent.port()), refused::toString);
        assertTrue(refused.content().contains("--upstream-proxy"), refused::toString);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "SSH-2.0-OpenSSH_9.6\r\n"})
  void aParentThatDoesNotAnswerAsAProxyIsCalledTheParentProxy(String answer) throws Exception {
    try (FakeOrigin parent =
            FakeOrigin.following(
                peer -> {
                  peer.readHead();
                  peer.send(answer);
                });
        Running child = new Setup().through(through(parent.port())).start()) {
      Answer tunnel = child.ask(Running.request("CONNECT", "a.example:443"));
      assertNames(parent, 502, tunnel);
      assertTrue(tunnel.content().contains("This is the parent proxy's side"), tunnel::toString);
      Answer relayed = child.get("http://a.example/");
      assertNames(parent, 502, relayed);
      assertFalse(relayed.content().contains("This is the origin's side:"), relayed::toString);
    }
  }

  private static void assertNames(FakeOrigin parent, int status, Answer refused) {
    assertEquals(status, refused.status());
    assertTrue(
        refused.content().contains("The parent proxy " + parent.authority() + " "),
        refused::toString);
  }

  @Test
  void aParentThatNeverOpensTheTunnelIsCalledTheParentProxy() throws Exception {
    try (FakeOrigin parent = FakeOrigin.following(Peer::readToEnd);
        Running child =
            new Setup()
                .through(through(parent.port()))
                .connectTimeout(Duration.ofMillis(50))
                .start()) {
      Answer tunnel = child.ask(Running.request("CONNECT", "a.example:443"));
      assertNames(parent, 504, tunnel);
      assertTrue(tunnel.content().contains("This is the parent proxy's side"), tunnel::toString);
    }
  }

  /** It says nothing of the origin whether the parent wants a certificate. */
  @Test
  void aParentThatWantsACertificateDoesNotEndInterceptionOfTheHost() throws Exception {
    SecureOrigins parents = new SecureOrigins(folder);
    ServerSocketFactory asking =
        new AdjustedSockets(
            parents.authority().vouchingFor("127.0.0.1").getServerSocketFactory(),
            socket -> {
              socket.setEnabledProtocols(new String[] {"TLSv1.2"});
              socket.setNeedClientAuth(true);
            });
    InterceptedHosts hosts =
        new InterceptedHosts(false, List.of(HostPattern.parse("a.example")), List.of());
    try (FakeOrigin parent = parents.answering(asking);
        Running child =
            new Setup()
                .intercepting(hosts)
                .trusting(parents.trusted())
                .through(through(Scheme.HTTPS, parent.port()))
                .start()) {
      for (int i = 0; i < 2; i++) { // as the second is answered, too, it was no tunnel
        Answer refused = Within.ask(child, "a.example:443", Within.get("/", "a.example"));
        assertNames(parent, 502, refused);
        assertNull(child.conclusion(Result.FAILED).bypass());
      }
    }
  }

  @Test
  void someHostsNeedNoParent() throws Exception {
    Upstreams parents = through(1);
    Upstreams withPast =
        new Upstreams(
            parents.http(),
            parents.https(),
            List.of(new Upstreams.Past(HostPattern.parse("127.0.0.1"), OptionalInt.empty())));
    try (FakeOrigin origin = FakeOrigin.answering(OK);
        Running child = new Setup().through(withPast).start()) {
      child.get(origin.uri("/")).is(200, "ok");
      Answer refused = child.get("http://a.example/");
      assertEquals(502, refused.status());
    }
  }
}
