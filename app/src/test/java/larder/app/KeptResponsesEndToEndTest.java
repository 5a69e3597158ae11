package larder.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Stream;
import larder.test.attacks.AttackTable;
import larder.test.origin.FakeOrigin;
import larder.test.origin.Peer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What one client has brought into the store, and what of it another client gets. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeptResponsesEndToEndTest {
  private static final String SECOND =
      "HTTP/1.1 200 OK\r\nCache-Control: no-store\r\nContent-Length: 3\r\n\r\ntwo";

  private Running proxy;

  @BeforeAll
  void start() throws Exception {
    proxy = new Setup().start();
  }

  @AfterAll
  void stop() {
    proxy.close();
  }

  static Stream<Arguments> kept() {
    return AttackTable.rows("kept", 5).stream().map(Arguments::of);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("kept")
  void answersTheNextOrNot(String outcome, String why, String first, String answered, String second)
      throws Exception {
    String method = first.substring(0, first.indexOf(' '));
    String head = "HTTP/1.1 " + AttackTable.bytes(answered, "") + "Content-Length: 3\r\n\r\n";
    boolean hasContent = !method.equals("HEAD") && !answered.startsWith("304");
    try (FakeOrigin origin = FakeOrigin.answering(head + (hasContent ? "one" : ""), SECOND)) {
      String uri = origin.uri("/");
      ask(method, uri, first.substring(method.length() + 1));
      Answer answer = ask("GET", uri, second);
      assertEquals(outcome.equals("kept") ? "one" : "two", answer.content(), answer::toString);
      assertEquals(outcome.equals("kept") ? 1 : 2, origin.requests().size());
    }
  }

  private Answer ask(String method, String uri, String fields) throws Exception {
    String lines = fields.equals("-") ? "" : AttackTable.bytes(fields, "");
    String content = lines.contains("Content-Length: 4") ? "evil" : "";
    try (Peer client = proxy.connect()) {
      client.send(method + " " + uri + " HTTP/1.1\r\nHost: a\r\n" + lines + "\r\n" + content);
      Answer answer = Answer.read(client, method);
      proxy.conclusion();
      return answer;
    }
  }
}
