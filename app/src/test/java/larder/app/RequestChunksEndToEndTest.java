package larder.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.stream.Stream;
import larder.test.attacks.AttackTable;
import larder.test.origin.FakeOrigin;
import larder.test.origin.Peer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Content in chunks that are none: refused, and never a whole request for the origin. */
@SuppressWarnings("try") // one is closed twice
class RequestChunksEndToEndTest {
  static Stream<Arguments> chunks() {
    return AttackTable.rows("chunks", 2).stream().map(Arguments::of);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("chunks")
  void isRefusedAndNeverWhole(String why, String content) throws Exception {
    FakeOrigin[] self = new FakeOrigin[1];
    try (FakeOrigin origin = FakeOrigin.following(peer -> self[0].remember(peer.readToEnd()));
        Running proxy = new Setup().start();
        Peer client = proxy.connect()) {
      self[0] = origin;
      String uri = origin.uri("/");
      client.send(
          Running.request("POST", uri, "Transfer-Encoding: chunked")
              + AttackTable.bytes(content, "")
              + Running.request("GET", uri + "smuggled"));
      Answer refused = Answer.read(client, "POST");
      assertEquals(400, refused.status(), why);
      assertEquals("close", refused.field("Connection"), why);
      assertEquals("", client.readToEnd(), why);
      proxy.close(); // so that nothing is on its way any more
      for (String received : origin.requests()) {
        assertFalse(received.endsWith("0\r\n\r\n"), received);
        assertFalse(received.contains("smuggled HTTP/1.1\r\nHost: given"), received);
      }
    }
  }
}
