package larder.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.IntStream;
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
    proxy.get(origin.uri("/")).is(200, "ok");
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
    isRefused(Peer::send, status, why, request);
  }

  static Stream<Arguments> some() {
    List<Object[]> all = AttackTable.rows("refused", 3);
    return IntStream.range(0, all.size())
        .filter(row -> row % 5 == 0)
        .mapToObj(row -> Arguments.of(all.get(row)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("some")
  void octetByOctetToo(String status, String why, String request) throws Exception {
    isRefused(RefusedRequestsEndToEndTest::sendInOctets, status, why, request);
  }

  /** The proxy may have had enough before the last octet. */
  private static void sendInOctets(Peer client, String bytes) {
    try {
      client.sendInOctets(bytes);
    } catch (IOException e) {
      // The answer says why.
    }
  }

  @FunctionalInterface
  private interface Sending {
    void send(Peer client, String bytes) throws IOException;
  }

  private void isRefused(Sending sending, String status, String why, String request)
      throws Exception {
    int asked = origin.requests().size();
    String smuggled = Running.request("GET", origin.uri("/smuggled"));
    try (Peer client = proxy.connect()) {
      sending.send(client, AttackTable.bytes(request, origin.authority()) + smuggled);
      Answer answer = Answer.read(client, "GET");
      assertEquals(status, "" + answer.status(), why);
      assertEquals("close", answer.field("Connection"), why);
      assertEquals("", client.readToEnd(), why);
    }
    assertEquals(asked, origin.requests().size(), why);
  }
}
