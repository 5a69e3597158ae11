package larder.forwarding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Objects;
import larder.forwarding.Conclusion.Result;
import larder.http.Body;
import larder.http.Fields;
import larder.http.HttpVersion;
import larder.http.Method;
import larder.http.Request;
import larder.http.RequestHead;
import larder.http.RequestTarget;
import larder.http.TransferException.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What goes to origins, and what is refused. */
class ProxyTest {
  private final ExchangeFixture f = new ExchangeFixture();

  @Test
  void hostComesFromTheTargetAndStandsFirst() {
    f.origins.answers(200, Fields.EMPTY, "");

    f.asks(Method.GET, "http://EXAMPLE.org:80/a?b", "X", "1", "Host", "evil.example");

    Fields sent = f.sent().fields();
    assertEquals("Host", sent.name(0));
    assertEquals("example.org", sent.value(0));
    assertEquals(1, sent.all("Host").size());
    assertEquals("/a?b", f.sent().target().originForm(Method.GET));
  }

  @Test
  void connectionSpecificFieldsGoAndTheOthersStay() {
    f.origins.answers(
        200, Fields.of("Connection", "X-Mine", "X-Mine", "1", "Keep-Alive", "5", "Y", "2"), "");

    f.asks(
        Method.GET,
        ExchangeFixture.URI,
        "Connection",
        "close, X-Hop, Cache-Control, Host",
        "X-Hop",
        "1",
        "Proxy-Connection",
        "keep-alive",
        "Proxy-Authorization",
        "Basic eA==",
        "TE",
        "gzip",
        "Upgrade",
        "h2c",
        "HTTP2-Settings",
        "AAMAAABk",
        "Cache-Control",
        "max-age=0",
        "X-Other",
        "2");

    assertEquals(
        Fields.of(
            "Host",
            "example.org",
            "Cache-Control",
            "max-age=0",
            "X-Other",
            "2",
            "Via",
            "1.1 larder-1"),
        f.sent().fields());
    assertNull(f.client.field("X-Mine"));
    assertNull(f.client.field("Keep-Alive"));
    assertNull(f.client.field("Connection"));
    assertEquals("2", f.client.field("Y"));
  }

  @Test
  void ourStepIsAddedAfterTheOthers() {
    f.origins.answers(200, Fields.of("Via", "1.0 theirs"), "");

    f.asks(Method.GET, ExchangeFixture.URI, "Via", "1.1 first");

    assertEquals("1.1 first, 1.1 larder-1", f.sent().fields().combined("Via"));
    assertEquals("1.0 theirs, 1.1 larder-1", f.client.field("Via"));
  }

  @Test
  void aRequestThatWasHereBeforeIsALoop() {
    f.asks(Method.GET, ExchangeFixture.URI, "Via", "1.1 other, 1.1 Larder-1 (comment)");

    assertEquals(508, f.client.status());
    assertEquals(Result.REFUSED, f.concluded().result());
  }

  @Test
  void aRequestToTheProxyItselfIsNotFound() {
    f.asks(Method.GET, "/index.html", "Host", "127.0.0.1:3128");

    assertEquals(404, f.client.status());
    assertTrue(f.client.text().contains("This is a proxy"), f.client.text());
  }

  @Test
  void aRequestThroughTheProxyToItselfIsNotFoundEither() {
    f.asks(Method.GET, "http://127.0.0.1:3128/x");

    assertEquals(404, f.client.status());
  }

  @Test
  void traceIsNotAllowed() {
    f.asks(Method.TRACE, ExchangeFixture.URI);

    assertEquals(405, f.client.status());
    assertTrue(Objects.requireNonNull(f.client.field("Allow")).contains("GET"));
  }

  @Test
  void optionsAboutTheProxyAreAnsweredHere() {
    f.asks(Method.OPTIONS, "*");

    assertEquals(200, f.client.status());
    assertTrue(f.origins.asked.isEmpty());
  }

  @Test
  void optionsThatMayGoNoFurtherAreAnsweredHere() {
    f.asks(Method.OPTIONS, ExchangeFixture.URI, "Max-Forwards", "0");

    assertEquals(200, f.client.status());
    assertTrue(f.origins.asked.isEmpty());
  }

  @Test
  void optionsThatMayGoFurtherHaveOneStepLess() {
    f.policy.pass = true;
    f.policy.store = false;
    f.origins.answers(200, Fields.EMPTY, "");

    f.asks(Method.OPTIONS, ExchangeFixture.URI, "Max-Forwards", "5");

    assertEquals("4", f.sent().fields().first("Max-Forwards"));
  }

  @Test
  void nothingStoredForAClientThatWantsNothingElse() {
    f.asks(Method.GET, ExchangeFixture.URI, "Only-If-Cached", "x");

    assertEquals(504, f.client.status());
    assertTrue(f.origins.asked.isEmpty());
  }

  @Test
  void aTunnelIsOpenedToAnAllowedPort() {
    var far = new FakeTunnelEnd();
    f.far = far;

    f.asks(Method.CONNECT, "example.org:443");

    assertEquals(200, f.client.status());
    assertSame(far, f.client.far);
    assertTrue(far.closed);
    assertEquals(Result.TUNNEL, f.concluded().result());
  }

  @Test
  void aTunnelToAnotherPortIsForbidden() {
    var far = new FakeTunnelEnd();
    f.far = far;

    f.asks(Method.CONNECT, "example.org:25");

    assertEquals(403, f.client.status());
    assertNull(f.client.far);
    assertFalse(far.closed);
  }

  @Test
  void aTunnelThatCannotBeOpenedSaysWhy() {
    f.asks(Method.CONNECT, "example.org:443");

    assertEquals(502, f.client.status());
    assertTrue(f.client.text().contains("example.org refused"), f.client.text());
  }

  @ParameterizedTest
  @CsvSource({
    "NAME_NOT_FOUND, 502, dns_error",
    "NAME_TIMED_OUT, 504, dns_timeout",
    "REFUSED, 502, connection_refused",
    "PARENT_FAILED, 502, destination_unavailable",
    "PARENT_TIMED_OUT, 504, connection_timeout",
    "UNREACHABLE, 502, destination_unavailable",
    "CONNECT_TIMED_OUT, 504, connection_timeout",
    "TLS_FAILED, 502, tls_protocol_error",
    "CERTIFICATE_REJECTED, 502, tls_certificate_error",
    "NO_AUTHORITIES, 502, proxy_configuration_error",
    "TIMED_OUT, 504, connection_read_timeout",
    "CUT_SHORT, 502, http_response_incomplete",
    "MALFORMED, 502, http_protocol_error",
    "TOO_LARGE, 502, http_response_header_section_size",
    "OVERLOADED, 503, connection_limit_reached",
  })
  void anOriginThatFailsIsNamedWithItsFailure(Kind kind, int status, String error) {
    f.origins.fails(kind);

    f.asks(Method.GET, ExchangeFixture.URI);

    assertEquals(status, f.client.status());
    assertEquals(
        "larder; error=" + error + "; details=\"The origin example.org failed.\"",
        f.client.field("Proxy-Status"));
    assertTrue(f.client.text().contains("The origin example.org failed"), f.client.text());
    assertEquals("no-store", f.client.field("Cache-Control"));
    assertEquals(Result.FAILED, f.concluded().result());
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"PARENT_FAILED", "PARENT_TIMED_OUT"})
  void aParentThatFailsIsNotTheOriginsSide(Kind kind) {
    f.origins.fails(kind);

    f.asks(Method.GET, ExchangeFixture.URI);

    assertTrue(f.client.text().contains("This is the parent proxy's side"), f.client.text());
  }

  @Test
  void aClientLearnsThatThereIsNoRoomForTheHeadOfItsAnswer() {
    f.origins.answers(200, Fields.EMPTY, "");
    f.client.answersWithoutRoom = 1;

    f.asks(Method.GET, ExchangeFixture.URI);

    assertEquals(503, f.client.status());
    assertEquals("10", f.client.field("Retry-After"));
    assertTrue(f.client.text().contains("There is no room for the head."), f.client.text());
    assertEquals(Result.FAILED, f.concluded().result());
  }

  @Test
  void aBrowserGetsHtmlWithNothingOfTheRequestInItUnescaped() {
    f.asks(Method.GET, "/?&lt;script&gt;", "Accept", "text/html,*/*;q=0.8");

    assertEquals("text/html; charset=utf-8", f.client.field("Content-Type"));
    assertTrue(f.client.text().contains("/?&amp;lt;script&amp;gt;"), f.client.text());
    assertFalse(f.client.text().contains("/?&lt;"), f.client.text());
  }

  @Test
  void aToolGetsPlainText() {
    f.asks(Method.GET, "/x", "Accept", "*/*");

    assertEquals("text/plain; charset=utf-8", f.client.field("Content-Type"));
    assertTrue(f.client.text().startsWith("404 Not Found\n"), f.client.text());
  }

  @Test
  void aRefusalOfHeadHasALengthAndNoContent() {
    f.asks(Method.HEAD, "/x");

    assertEquals("", f.client.text());
    assertTrue(Integer.parseInt(Objects.requireNonNull(f.client.field("Content-Length"))) > 50);
  }

  @Test
  void whatCannotBeReadIsRefusedAndLogged() {
    f.proxy.refuse(Refusal.malformed(400, "A field name is missing."), f.client);

    assertEquals(400, f.client.status());
    assertTrue(f.client.text().contains("A field name is missing."), f.client.text());
    assertNull(f.concluded().request());
  }

  @Test
  void aFaultOfOursIsToldWithTheRequestThatMetIt() {
    RequestHead head =
        new RequestHead(
            Method.GET, new RequestTarget.OriginForm("/x"), HttpVersion.HTTP_1_1, Fields.EMPTY);

    f.proxy.failed(head, f.client);

    assertEquals(500, f.client.status());
    assertEquals(Result.FAILED, f.concluded().result());
    assertEquals(head, f.concluded().request());
  }

  @Test
  void whatHttp10ExpectsIsNotPassedOn() throws Exception {
    f.origins.answers(200, Fields.EMPTY, "");
    RequestHead head =
        new RequestHead(
            Method.POST,
            RequestTarget.parse(Method.POST, ExchangeFixture.URI),
            HttpVersion.HTTP_1_0,
            Fields.of("Expect", "100-continue"));
    f.proxy.handle(new Request(head, Body.of(new byte[] {1})), f.client);

    assertFalse(f.sent().fields().has("Expect"));
  }

  @Test
  void anExpectationIsPassedOnWithItsContentAlone() {
    f.origins.answers(200, Fields.EMPTY, "");
    f.asks(Method.POST, ExchangeFixture.URI, "Expect", "100-continue");
    assertFalse(f.sent().fields().has("Expect"));
  }
}
