package larder.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
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

/**
 * Requests that two parsers might read in two ways: refused, and the connection with them, so that
 * what follows them is nobody's request.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusedRequestsEndToEndTest {
  private final FakeOrigin origin = origin();
  private final Running proxy = proxy();

  private static FakeOrigin origin() {
    try {
      return FakeOrigin.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Running proxy() {
    try {
      return new Setup().connectPorts("443,1024-65535").start();
    } catch (StartException e) {
      throw new AssertionError(e);
    }
  }

  @BeforeAll
  void itServesOthers() throws Exception {
    proxy.get("http://" + origin.authority() + "/").is(200, "ok");
  }

  @AfterAll
  void close() throws Exception {
    proxy.close();
    origin.close();
  }

  static Stream<Arguments> refused() {
    return AttackTable.rows("refused", 3).stream().map(Arguments::of);
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("refused")
  void isRefusedWithAllThatFollows(String status, String why, String request) throws Exception {
    int asked = origin.requests().size();
    String smuggled = Running.request("GET", "http://" + origin.authority() + "/smuggled");
    try (Peer client = proxy.connect()) {
      client.send(AttackTable.bytes(request, origin.authority()) + smuggled);
      Answer answer = Answer.read(client, "GET");
      assertEquals(status, "" + answer.status(), why);
      assertEquals("close", answer.field("Connection"), why);
      assertEquals("", client.readToEnd(), why);
    }
    assertEquals(asked, origin.requests().size(), why);
  }
}
