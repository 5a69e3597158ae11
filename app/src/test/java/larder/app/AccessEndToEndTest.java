package larder.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import larder.app.users.UserFile;
import larder.test.origin.FakeOrigin;
import larder.test.origin.Peer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The door, from socket to socket. */
class AccessEndToEndTest {
  private static final String OK =
      "HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nContent-Length: 2\r\n\r\nok";

  @TempDir Path folder;

  private static String authorization(String user, String password) {
    byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Proxy-Authorization: Basic " + Base64.getEncoder().encodeToString(pair);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::"})
  void isNotOpenedToStrangersUnasked(String host) {
    Setup setup = new Setup().listening(host, 0);
    StartException refused = assertThrows(StartException.class, setup::start);
    assertEquals(StartException.Cause.SETTINGS, refused.why());
    String told = String.valueOf(refused.getMessage());
    assertTrue(told.contains("--allow-client") && told.contains("--auth"), told);
    assertTrue(told.contains("--open"), told);
  }

  @Test
  void isOpenedToStrangersIfAsked() throws Exception {
    Path users = folder.resolve("users");
    new UserFile(users).put("alice", "open");
    try (Running open = new Setup().listening("0.0.0.0", 0).open().start();
        Running near = new Setup().listening("0.0.0.0", 0).allowingClients("10.0.0.0/8").start();
        Running known = new Setup().listening("0.0.0.0", 0).users(users).start()) {
      assertTrue(open.larder().port() > 0 && near.larder().port() > 0);
      assertTrue(known.larder().port() > 0);
    }
  }

  @Test
  void aUserFileThatIsNotThereIsNamed() {
    Setup setup = new Setup().users(folder.resolve("none"));
    StartException refused = assertThrows(StartException.class, setup::start);
    assertTrue(String.valueOf(refused.getMessage()).contains("larder user add"));
  }

  @Test
  void whoIsKnownIsServedAndTheOriginLearnsNothing() throws Exception {
    Path users = folder.resolve("users");
    new UserFile(users).put("alice", "open");
    try (FakeOrigin origin = FakeOrigin.answering(OK);
        Running proxy = new Setup().users(users).start();
        Peer client = proxy.connect()) {
      String uri = origin.uri("/");
      client.send(Running.request("GET", uri));
      Answer asked = Answer.read(client, "GET");
      assertEquals(407, asked.status());
      assertEquals(0, origin.connections());

      client.send(Running.request("GET", uri, authorization("alice", "open")));
      assertEquals(200, Answer.read(client, "GET").status());
      assertTrue(!origin.requests().getFirst().contains("Proxy-Authorization"));

      client.send(Running.request("GET", uri)); // what is stored is for those who are known
      assertEquals(407, Answer.read(client, "GET").status());
      assertEquals(407, proxy.ask(Running.request("CONNECT", origin.authority())).status());
    }
  }

  @Test
  void aDeniedAddressIsNotReachedByAnyName() throws Exception {
    try (FakeOrigin origin = FakeOrigin.answering(OK);
        Running proxy = new Setup().denyingHosts("127.0.0.0/8", "::1").start()) {
      for (String host : new String[] {"127.0.0.1", "localhost", "[::ffff:127.0.0.1]"}) {
        Answer answer = proxy.get("http://" + host + ":" + origin.port() + "/");
        assertEquals(403, answer.status(), host);
        String connect = Running.request("CONNECT", host + ":" + origin.port());
        assertEquals(403, proxy.ask(connect).status(), host);
      }
      assertEquals(0, origin.connections());
    }
  }

  @Test
  void aListOfHostsAllowsNoOthers() throws Exception {
    try (FakeOrigin origin = FakeOrigin.answering(OK);
        Running proxy = new Setup().allowingHosts("localhost").start()) {
      assertEquals(200, proxy.get("http://localhost:" + origin.port() + "/").status());
      assertEquals(403, proxy.get("http://127.0.0.1:" + origin.port() + "/").status());
      assertEquals(403, proxy.get("http://example.org/").status());
    }
  }

  @Test
  void oneClientHasNoMoreConnectionsThanItMay() throws Exception {
    try (Running proxy = new Setup().maxConnectionsPerClient(1).start();
        Peer first = proxy.connect()) {
      first.send(Running.request("OPTIONS", "*"));
      assertEquals(200, Answer.read(first, "OPTIONS").status());
      try (Peer second = proxy.connect()) {
        Answer refused = Answer.read(second, "GET");
        assertEquals(429, refused.status());
        assertTrue(second.readToEnd().isEmpty());
      }
      first.send(Running.request("OPTIONS", "*"));
      assertEquals(200, Answer.read(first, "OPTIONS").status());
    }
  }
}
