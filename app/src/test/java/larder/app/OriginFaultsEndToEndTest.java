package larder.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import larder.test.attacks.AttackTable;
import larder.test.origin.Conversation;
import larder.test.origin.FakeOrigin;
import larder.test.origin.Peer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Origins that answer badly: told, never guessed at, never stored, and never anybody else's. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OriginFaultsEndToEndTest {
  private static final String GOOD =
      "HTTP/1.1 200 OK\r\nCache-Control: no-store\r\nContent-Length: 4\r\n\r\ngood";

  private Running proxy;

  @BeforeAll
  void start() throws Exception {
    proxy = new Setup().start();
  }

  @AfterAll
  void stop() {
    proxy.close();
  }

  static Stream<Arguments> answers() {
    return AttackTable.rows("responses", 4).stream().map(Arguments::of);
  }

  /** The bytes for the first request; whatever else is asked, on any connection, is well. */
  private static Conversation first(String bytes, boolean ends) {
    AtomicInteger asked = new AtomicInteger();
    return peer -> {
      while (true) {
        peer.readMessage();
        if (asked.getAndIncrement() > 0) {
          peer.send(GOOD);
          continue;
        }
        peer.send(bytes);
        if (ends) {
          return;
        }
      }
    };
  }

  @ParameterizedTest(name = "{0} {2}")
  @MethodSource("answers")
  void isToldAndStaysTheirs(String outcome, String end, String why, String bytes) throws Exception {
    String answer = AttackTable.bytes(bytes, "");
    try (FakeOrigin origin = FakeOrigin.following(first(answer, end.equals("x")))) {
      String uri = origin.uri("/first");
      try (Peer client = proxy.connect()) {
        client.send(Running.request("GET", uri));
        if (outcome.equals("cut")) {
          isCut(client);
        } else {
          isAnswered(outcome, client);
        }
      }
      proxy.get(origin.uri("/second")).is(200, "good");
      if (outcome.equals("cut") || outcome.equals("502")) {
        proxy.get(uri).is(200, "good");
      }
    }
  }

  private static void isAnswered(String outcome, Peer client) throws IOException {
    Answer answer = Answer.read(client, "GET");
    while (answer.status() < 200) {
      answer = Answer.read(client, "GET");
    }
    assertEquals(outcome.substring(0, 3), "" + answer.status(), answer::toString);
    if (!outcome.equals("502")) {
      String content = outcome.length() > 4 ? outcome.substring(4) : "";
      assertEquals(AttackTable.bytes(content, ""), answer.content());
      for (String hop : List.of("Keep-Alive", "Upgrade", "TE", "Proxy-Authenticate", "X-Hop")) {
        assertEquals(List.of(), answer.all(hop));
      }
      assertTrue(
          answer.field("Content-Length") == null || answer.field("Transfer-Encoding") == null);
    }
  }

  /** Neither its length nor its last chunk is there; or nothing of it left, and it is a 502. */
  private static void isCut(Peer client) throws IOException {
    String head = client.readHead();
    if (head.startsWith("HTTP/1.1 502 ")) {
      return;
    }
    assertTrue(head.startsWith("HTTP/1.1 200 "), head);
    if (head.contains("chunked")) {
      String content = client.readToEnd();
      assertFalse(content.endsWith("0\r\n\r\n"), content);
    } else {
      assertThrows(EOFException.class, () -> client.read(20));
    }
  }
}
