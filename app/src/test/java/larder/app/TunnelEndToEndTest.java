package larder.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import larder.forwarding.Conclusion;
import larder.test.origin.DeafPort;
import larder.test.origin.FakeOrigin;
import larder.test.origin.Peer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code CONNECT}: bytes without meaning, both ways. */
class TunnelEndToEndTest extends ProxyFixture {
  private Peer tunnel(FakeOrigin to) throws Exception {
    Peer client = larder.connect();
    client.send("CONNECT " + to.authority() + " HTTP/1.1\r\nHost: " + to.authority() + "\r\n\r\n");
    Answer connected = new Answer(client.readHead(), "", "");
    assertEquals(200, connected.status());
    assertNull(connected.field("Content-Length"));
    assertNull(connected.field("Transfer-Encoding"));
    return client;
  }

  @Test
  void bytesGoBothWaysAsTheyAre() throws Exception {
    try (FakeOrigin origin =
            FakeOrigin.following(
                peer -> {
                  peer.send("\0\r\n\r\n\377");
                  assertEquals("GET / HTTP/9\r\n", peer.readLine());
                  peer.send("done");
                });
        Peer client = tunnel(origin)) {
      assertEquals("\0\r\n\r\n\377", client.read(6));
      client.send("GET / HTTP/9\r\n");
      assertEquals("done", client.read(4));
      assertTrue(client.hasEnded());
    }
    Conclusion conclusion = larder.conclusion();
    assertEquals(Conclusion.Result.TUNNEL, conclusion.result());
    assertNull(conclusion.failure());
  }

  @Test
  void theClientMayEndAndStillReads() throws Exception {
    try (FakeOrigin origin =
            FakeOrigin.following(
                peer -> {
                  assertEquals("question", peer.readToEnd());
                  peer.send("answer");
                });
        Peer client = tunnel(origin)) {
      client.send("question").endOutput();
      assertEquals("answer", client.readToEnd());
    }
  }

  @Test
  void theOriginMayEndAndStillReads() throws Exception {
    try (FakeOrigin origin =
            FakeOrigin.following(
                peer -> {
                  peer.send("question").endOutput();
                  assertEquals("answer", peer.readToEnd());
                });
        Peer client = tunnel(origin)) {
      assertEquals("question", client.readToEnd());
      client.send("answer").endOutput();
      assertEquals(Conclusion.Result.TUNNEL, larder.conclusion().result());
    }
  }

  @Test
  void whatTheClientSendsAheadArrives() throws Exception {
    try (FakeOrigin origin =
            FakeOrigin.following(
                peer -> {
                  assertEquals("early", peer.read(5));
                  peer.send("bird");
                });
        Peer client = larder.connect()) {
      client.send("CONNECT " + origin.authority() + " HTTP/1.1\r\nHost: a\r\n\r\nearly");
      client.readHead();
      assertEquals("bird", client.readToEnd());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.1", "1.0"})
  void aPortThatIsNotAllowedIsRefusedAndTheConnectionClosed(String version) throws Exception {
    try (Running strict = new Setup().connectPorts("443,8443-8444").start();
        Peer client = strict.connect()) {
      client.send("CONNECT 127.0.0.1:25 HTTP/" + version + "\r\nHost: a\r\n\r\nGET http://a/ ");
      Answer refused = Answer.read(client, "GET");
      assertEquals(403, refused.status());
      assertTrue(refused.content().contains("443,8443-8444"), refused.content());
      assertTrue(refused.content().contains("--connect-ports"), refused.content());
      assertEquals("close", refused.field("Connection"));
      assertTrue(client.hasEnded());
      assertEquals(Conclusion.Result.REFUSED, strict.conclusion().result());
    }
  }

  @Test
  void anOriginThatRefusesIsA502() throws Exception {
    try (DeafPort deaf = new DeafPort()) {
      Answer failed = larder.ask("CONNECT " + deaf.authority() + " HTTP/1.1\r\nHost: a\r\n\r\n");
      assertEquals(502, failed.status());
      String status = String.valueOf(failed.field("Proxy-Status"));
      assertTrue(status.startsWith("larder; error=connection_refused; details="), status);
    }
  }
}
