package larder.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.stream.Stream;
import larder.forwarding.Conclusion;
import larder.test.origin.DeafPort;
import larder.test.origin.FakeOrigin;
import larder.test.origin.Peer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that cannot be served: the status, whose side it was, and what to do about it. */
class RefusalEndToEndTest extends ProxyFixture {
  static Stream<Arguments> unreadable() {
    String line = "GET http://a.example/ HTTP/1.1\r\n";
    String head = line + "Host: a\r\n";
    String longest = "x".repeat(9000);
    return Stream.of(
        Arguments.of(400, "Nonsense\r\n\r\n"),
        Arguments.of(400, line + "\r\n"),
        Arguments.of(400, head + "Host: b\r\n\r\n"),
        Arguments.of(400, "GET http://a.example:0/ HTTP/1.1\r\nHost: a\r\n\r\n"),
        Arguments.of(400, "GET ftp://a.example/ HTTP/1.1\r\nHost: a\r\n\r\n"),
        Arguments.of(400, "GET http://me@a.example/ HTTP/1.1\r\nHost: a\r\n\r\n"),
        Arguments.of(400, "CONNECT a.example HTTP/1.1\r\nHost: a\r\n\r\n"),
        Arguments.of(400, head + "X : y\r\n\r\n"),
        Arguments.of(400, head + "X: y\r\n folded\r\n\r\n"),
        Arguments.of(400, head + "Content-Length: +5\r\n\r\nhello"),
        Arguments.of(400, head + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello"),
        Arguments.of(
            400, head + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        Arguments.of(414, "GET http://a.example/" + longest + " HTTP/1.1\r\nHost: a\r\n\r\n"),
        Arguments.of(431, head + ("X: " + longest + "\r\n").repeat(8) + "\r\n"),
        Arguments.of(431, head + "X: y\r\n".repeat(200) + "\r\n"),
        Arguments.of(501, head + "Transfer-Encoding: gzip, chunked\r\n\r\n"),
        Arguments.of(505, "GET http://a.example/ HTTP/2.0\r\nHost: a\r\n\r\n"));
  }

  /** What cannot be read may be followed by anything: nothing of it is taken for a request. */
  @ParameterizedTest
  @MethodSource("unreadable")
  void whatCannotBeReadIsRefusedAndTheConnectionClosed(int status, String request)
      throws Exception {
    try (Peer client = larder.connect()) {
      client.send(request + Running.request("GET", "http://127.0.0.1:1/"));
      Answer refused = Answer.read(client, "GET");
      assertEquals(status, refused.status(), refused::toString);
      assertEquals("close", refused.field("Connection"));
      assertEquals("text/plain; charset=utf-8", refused.field("Content-Type"));
      assertEquals("no-store", refused.field("Cache-Control"));
      assertSays(refused, "http_request_error");
      assertTrue(refused.content().startsWith(refused.statusLine().substring(9)), refused::content);
      assertTrue(client.hasEnded(), "a second answer");
      assertEquals(Conclusion.Result.REFUSED, larder.conclusion().result());
    }
  }

  /** However little of it can be read (RFC 9110, section 9.3.2). */
  @ParameterizedTest
  @CsvSource({"505, / HTTP/1.9", "400, /\\ HTTP/1.1", "400, /\t HTTP/1.1", "400, /", "414, LONG"})
  void aRefusedHeadGetsNoContent(int status, String rest) throws Exception {
    try (Peer client = larder.connect()) {
      client.send("HEAD " + rest.replace("LONG", "/" + "a".repeat(9000)) + "\r\nHost: a\r\n\r\n");
      assertEquals(status, Answer.read(client, "HEAD").status());
      assertTrue(client.hasEnded(), "content after an answer to HEAD");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/index.html?a=b", "http://OWN/", "http://localhost:PORT/"})
  void theProxyHasNoPagesOfItsOwn(String target) throws Exception {
    int port = larder.larder().port();
    String uri = target.replace("OWN", "127.0.0.1:" + port).replace("PORT", "" + port);
    Answer refused = larder.get(uri);
    assertEquals(404, refused.status());
    assertSays(refused, "http_request_error");
  }

  @Test
  void traceIsNotPassedOn() throws Exception {
    Answer refused = larder.ask(Running.request("TRACE", "http://127.0.0.1:1/"));
    assertEquals(405, refused.status());
    assertSays(refused, "http_request_denied");
    assertTrue(String.valueOf(refused.field("Allow")).startsWith("GET, HEAD, "));
  }

  @Test
  void aRequestThatComesBackIsALoop() throws Exception {
    try (FakeOrigin origin = FakeOrigin.answering("HTTP/1.1 204 No Content\r\n\r\n")) {
      String uri = origin.uri("/");
      larder.get(uri);
      String via = Answer.fieldOf(origin.requests().getFirst(), "Via");
      Answer refused = larder.get(uri, "Via: 1.1 other, " + via);
      assertEquals(508, refused.status());
      assertSays(refused, "proxy_loop_detected");
    }
  }

  @Test
  void aHeadThatDoesNotComeToItsEndIsTimedOut() throws Exception {
    try (Running hasty = new Setup().headerTimeout(Duration.ofMillis(50)).start();
        Peer client = hasty.connect()) {
      client.send("GET http://a.exam");
      Answer refused = Answer.read(client, "GET");
      assertEquals(408, refused.status());
      assertSays(refused, "http_request_error");
      assertTrue(client.hasEnded());
    }
  }

  @Test
  void anOriginThatRefusesTheConnectionIsNamed() throws Exception {
    try (DeafPort deaf = new DeafPort()) {
      Answer failed = larder.get("http://" + deaf.authority() + "/");
      assertEquals(502, failed.status());
      assertSays(failed, "connection_refused");
      assertTrue(failed.content().contains(deaf.authority()), failed::content);
      Conclusion conclusion = larder.conclusion();
      assertEquals(Conclusion.Result.FAILED, conclusion.result());
      assertNotNull(conclusion.failure());
    }
  }

  static Stream<Arguments> badAnswers() {
    String head = "HTTP/1.1 200 OK\r\n";
    return Stream.of(
        Arguments.of("http_protocol_error", "Nonsense\r\n\r\n"),
        Arguments.of("http_protocol_error", head + "Content-Length: -1\r\n\r\n"),
        Arguments.of("http_protocol_error", head + "X\r\n\r\n"),
        Arguments.of("http_protocol_error", "HTTP/1.1 101 Switching Protocols\r\n\r\n"),
        Arguments.of("http_response_incomplete", ""),
        Arguments.of("http_response_incomplete", head + "X: y"),
        Arguments.of(
            "http_response_header_section_size",
            head + ("X: " + "y".repeat(999) + "\r\n").repeat(99)));
  }

  @ParameterizedTest
  @MethodSource("badAnswers")
  void anAnswerThatIsNoneIsTheOriginsSide(String error, String answer) throws Exception {
    try (FakeOrigin origin =
        FakeOrigin.following(
            peer -> {
              peer.readMessage();
              peer.send(answer);
            })) {
      try (Peer client = larder.connect()) {
        client.send(Running.request("GET", origin.uri("/")));
        Answer failed = Answer.read(client, "GET");
        assertEquals(502, failed.status());
        assertSays(failed, error);
        assertTrue(failed.content().contains(origin.authority()), failed::content);
        assertTrue(failed.content().contains("origin's side"), failed::content);

        client.send(Running.request("GET", "/")); // the client did nothing wrong
        assertEquals(404, Answer.read(client, "GET").status());
      }
    }
  }

  @Test
  void aBrowserGetsAPageAndNothingInItIsMarkup() throws Exception {
    Answer own = larder.get("/?&lt;b&gt;&'", "Accept: text/html,application/xml;q=0.9,*/*;q=0.8");
    assertEquals(404, own.status());
    assertEquals("text/html; charset=utf-8", own.field("Content-Type"));
    assertTrue(own.content().contains("/?&amp;lt;b&amp;gt;&amp;'"), own::content);
    assertFalse(own.content().contains("/?&lt;"), own::content);
  }

  @Test
  void anAnswerToHeadHasNoContent() throws Exception {
    try (Peer client = larder.connect()) {
      client.send(Running.request("HEAD", "/", "Connection: close"));
      Answer refused = Answer.read(client, "HEAD");
      assertEquals(404, refused.status());
      assertNotNull(refused.field("Content-Length"));
      assertTrue(client.hasEnded(), "content after an answer to HEAD");
    }
  }

  /** RFC 9209: who says it, and what went wrong. */
  private static void assertSays(Answer answer, String error) {
    String status = String.valueOf(answer.field("Proxy-Status"));
    assertTrue(status.matches("larder; error=" + error + "; details=\"[ -~]+\""), status);
  }
}
