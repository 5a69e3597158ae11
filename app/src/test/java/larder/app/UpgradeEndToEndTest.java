package larder.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import larder.access.Allowances;
import larder.access.UpgradeProtocols;
import larder.forwarding.Conclusion;
import larder.test.origin.Certificate;
import larder.test.origin.Conversation;
import larder.test.origin.FakeOrigin;
import larder.test.origin.Peer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code Upgrade} (RFC 9110, section 7.8): not passed on, or a tunnel once both sides agree. */
class UpgradeEndToEndTest {
  private static final Allowances WEBSOCKET =
      new Allowances(UpgradeProtocols.parse("websocket"), false);

  private static final String SWITCHED =
      "HTTP/1.1 101 Switching Protocols\r\n"
          + "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: a\r\n\r\n";

  @TempDir Path folder;

  private static String asking(String uri, String... more) {
    String[] lines = new String[more.length + 3];
    lines[0] = "Connection: keep-alive, Upgrade";
    lines[1] = "Upgrade: websocket";
    lines[2] = "Sec-WebSocket-Key: k";
    System.arraycopy(more, 0, lines, 3, more.length);
    return Running.request("GET", uri, lines);
  }

  /** Agrees, says something at once, and then answers what it hears. */
  private static final Conversation AGREES =
      peer -> {
        String head = peer.readHead();
        assertTrue(head.contains("\r\nUpgrade: websocket\r\n"), head);
        assertTrue(head.contains("\r\nConnection: upgrade\r\n"), head);
        assertTrue(head.contains("\r\nSec-WebSocket-Key: k\r\n"), head);
        peer.send(SWITCHED + "\201\0first");
        assertEquals("early", peer.read(5));
        peer.send("heard early");
        assertEquals("GET / HTTP/1.1\r\n\r\n", peer.read(18));
        peer.send("heard that").endOutput();
        assertEquals("last", peer.readToEnd());
      };

  private static void talk(Running larder, String uri) throws Exception {
    try (Peer client = larder.connect()) {
      talk(client, asking(uri));
    }
    assertTunnelled(larder.conclusion());
  }

  private static void talk(Peer client, String request) throws Exception {
    client.send(request + "early");
    Answer answer = Answer.read(client, "GET");
    assertEquals("HTTP/1.1 101 Switching Protocols", answer.statusLine());
    assertEquals("websocket", answer.field("Upgrade"));
    assertEquals("upgrade", answer.field("Connection"));
    assertEquals("a", answer.field("Sec-WebSocket-Accept"));
    assertEquals("\201\0first", client.read(7));
    assertEquals("heard early", client.read(11));
    client.send("GET / HTTP/1.1\r\n\r\n");
    assertEquals("heard that", client.readToEnd());
    client.send("last");
  }

  private static void assertTunnelled(Conclusion conclusion) {
    assertEquals(Conclusion.Result.TUNNEL, conclusion.result());
    assertNull(conclusion.failure());
    assertTrue(conclusion.bytesReceived() > 100);
  }

  @Test
  void bothSidesAgreeAndSpeakAsTheyLike() throws Exception {
    try (FakeOrigin origin = FakeOrigin.following(AGREES);
        Running larder = new Setup().allowing(WEBSOCKET).start()) {
      talk(larder, origin.uri("/chat"));
    }
  }

  @Test
  void insideTlsToo() throws Exception {
    SSLContext context = Certificate.madeFor("ip:127.0.0.1", folder);
    try (FakeOrigin origin =
            FakeOrigin.on(
                context.getServerSocketFactory(), InetAddress.ofLiteral("127.0.0.1"), AGREES);
        Running larder = new Setup().allowing(WEBSOCKET).trusting(context).start()) {
      talk(larder, "https://" + origin.authority() + "/chat");
    }
  }

  /** What is not read would have carried it anyway. */
  @Test
  void insideOfAConnectNobodyNeedAllowIt() throws Exception {
    SecureOrigins origins = new SecureOrigins(folder);
    SSLContext context = origins.authority().vouchingFor("localhost");
    try (FakeOrigin origin =
            FakeOrigin.on(
                context.getServerSocketFactory(), InetAddress.ofLiteral("127.0.0.1"), AGREES);
        Running larder = origins.intercepting().start()) {
      String host = "localhost:" + origin.port();
      try (Peer client = Within.open(larder, host)) {
        talk(client, asking("/chat").replace("given.example", host));
      }
      assertTunnelled(larder.conclusion(Conclusion.Result.TUNNEL));
    }
  }

  @Test
  void whatNobodyAllowedIsNotAskedFor() throws Exception {
    try (FakeOrigin origin =
            FakeOrigin.answering(
                "HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nContent-Length: 4\r\n\r\npage");
        Running larder = new Setup().start()) {
      String uri = origin.uri("/");
      larder.ask(asking(uri)).is(200, "page");
      assertFalse(origin.requests().getFirst().contains("pgrade"));
      assertTrue(origin.requests().getFirst().contains("Sec-WebSocket-Key: k"));
      larder.ask(asking(uri)).is(200, "page").says("larder; hit; ttl=60");
    }
  }

  @Test
  void anOriginThatDeclinesAnswersAndTheConnectionGoesOn() throws Exception {
    try (FakeOrigin origin =
            FakeOrigin.answering(
                "HTTP/1.1 426 Upgrade Required\r\nUpgrade: websocket\r\nConnection: upgrade\r\n"
                    + "Content-Length: 2\r\n\r\nno",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        Running larder = new Setup().allowing(WEBSOCKET).start();
        Peer client = larder.connect()) {
      String uri = origin.uri("/");
      client.send(asking(uri) + Running.request("GET", uri));
      Answer.read(client, "GET")
          .is(426, "no")
          .says("larder; fwd=bypass; fwd-status=426; detail=upgrade");
      Answer.read(client, "GET").is(200, "ok");
      larder.conclusion();
      larder.conclusion();
      assertEquals(1, origin.connections(), "it waited for the next request");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Upgrade: h2c\r\nConnection: upgrade\r\n",
        "Upgrade: websocket, h2c\r\nConnection: upgrade\r\n",
        "Upgrade: websocket\r\n",
        "Connection: upgrade\r\n",
        "",
      })
  void a101ToSomethingElseOpensNoTunnel(String fields) throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    try (FakeOrigin origin =
            FakeOrigin.following(
                peer -> {
                  peer.readHead();
                  peer.send("HTTP/1.1 101 Switching Protocols\r\n" + fields + "\r\nevil");
                  peer.hasEnded();
                  ended.countDown();
                });
        Running larder = new Setup().allowing(WEBSOCKET).start();
        Peer client = larder.connect()) {
      client.send(asking(origin.uri("/")) + "early");
      Answer refused = Answer.read(client, "GET");
      assertEquals(502, refused.status());
      assertFalse(refused.content().contains("evil"));
      assertTrue(ended.await(30, TimeUnit.SECONDS), "the origin is not left waiting");
    }
  }

  @Test
  void aHostThatIsDeniedIsDenied() throws Exception {
    try (FakeOrigin origin = FakeOrigin.following(AGREES);
        Running larder = new Setup().allowing(WEBSOCKET).denyingHosts("127.0.0.1").start()) {
      Answer refused = larder.ask(asking(origin.uri("/")));
      assertEquals(403, refused.status());
      assertEquals(0, origin.connections());
    }
  }
}
