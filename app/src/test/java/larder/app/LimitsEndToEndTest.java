package larder.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.stream.Stream;
import larder.test.origin.FakeOrigin;
import larder.test.origin.Peer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bounds that are crossed: the right status, the end of that connection, and of no other. */
class LimitsEndToEndTest {
  private static final Settings.Limits TIGHT = new Settings.Limits(512, 1024, 10, 64, 64, 100, 0);
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  private static final String CHUNKED = "Transfer-Encoding: chunked";

  static Stream<Arguments> over() {
    String large = "x".repeat(101);
    return Stream.of(
        Arguments.of(414, request("GET", "/" + "a".repeat(512))),
        Arguments.of(431, request("GET", "/", "X: " + "a".repeat(1024))),
        Arguments.of(431, request("GET", "/", "X: 1\r\n".repeat(10) + "X: 2")),
        Arguments.of(413, request("POST", "/", "Content-Length: 101") + large),
        Arguments.of(
            413, request("POST", "/", "Content-Length: 101", "Expect: 100-continue") + large),
        Arguments.of(413, request("POST", "/", CHUNKED) + "65\r\n" + large + "\r\n0\r\n\r\n"),
        Arguments.of(
            413, request("POST", "/", CHUNKED) + "1;" + "a".repeat(64) + "\r\nx\r\n0\r\n\r\n"),
        Arguments.of(
            413, request("POST", "/", CHUNKED) + "0\r\nX: " + "a".repeat(64) + "\r\n\r\n"));
  }

  private static String request(String method, String path, String... lines) {
    return Running.request(method, "http://ORIGIN" + path, lines);
  }

  @ParameterizedTest(name = "{0} {index}")
  @MethodSource("over")
  void whatIsTooLargeIsRefusedAndNobodyElseNoticesIt(int status, String request) throws Exception {
    try (FakeOrigin origin = FakeOrigin.answering(OK);
        Running proxy = new Setup().limits(TIGHT).start();
        Peer other = proxy.connect();
        Peer client = proxy.connect()) {
      String get = Running.request("GET", origin.uri("/other"));
      assertEquals(200, Answer.read(other.send(get), "GET").status());

      client.send(request.replace("ORIGIN", origin.authority()) + get);
      Answer refused = Answer.read(client, "GET");
      assertEquals(status, refused.status(), refused::toString);
      assertEquals("close", refused.field("Connection"));
      assertEquals("", client.readToEnd());
      assertEquals(Map.of(status + " http_request_error", 1L), proxy.larder().counts().errors());

      assertEquals(200, Answer.read(other.send(get), "GET").status());
      for (String asked : origin.requests()) {
        assertTrue(asked.contains("/other"), asked);
      }
    }
  }

  @Test
  void whatIsAsLargeAsItMayBePasses() throws Exception {
    String post = request("POST", "/", "Content-Length: 100") + "x".repeat(100);
    String chunks = request("POST", "/", CHUNKED) + "64\r\n" + "x".repeat(100) + "\r\n0\r\n\r\n";
    try (FakeOrigin origin = FakeOrigin.answering(OK);
        Running proxy = new Setup().limits(TIGHT).start()) {
      for (String request : new String[] {post, chunks}) {
        proxy.ask(request.replace("ORIGIN", origin.authority())).is(200, "ok");
      }
      assertEquals(2, origin.requests().size());
    }
  }
}
