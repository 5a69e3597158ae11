package larder.forwarding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import larder.access.Allowances;
import larder.access.UpgradeProtocols;
import larder.caching.Reason;
import larder.forwarding.Conclusion.Result;
import larder.http.Authority;
import larder.http.Body;
import larder.http.Fields;
import larder.http.HttpVersion;
import larder.http.Method;
import larder.http.Request;
import larder.http.RequestHead;
import larder.http.RequestTarget;
import larder.http.TransferException.Kind;
import larder.store.StoreKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9110, section 7.8: other protocols, and what it takes to get to one. */
class UpgradeTest {
  private static final String[] ASKED = {
    "Connection", "keep-alive, Upgrade", "Upgrade", "websocket", "Sec-WebSocket-Key", "k"
  };

  private final ExchangeFixture f =
      new ExchangeFixture(
          Doors.denying("denied.example"),
          new Allowances(UpgradeProtocols.parse("websocket,irc"), false));
  private final FakeTunnelEnd far = new FakeTunnelEnd();

  @Test
  void aProtocolThatIsAllowedIsAskedForAndBecomesATunnel() {
    f.origins.switches(
        Fields.of("Connection", "upgrade", "Upgrade", "WebSocket", "Sec-WebSocket-Accept", "a"),
        far);

    f.asks(Method.GET, ExchangeFixture.URI, ASKED);

    assertEquals(
        Fields.of(
            "Host",
            "example.org",
            "Sec-WebSocket-Key",
            "k",
            "Via",
            "1.1 larder-1",
            "Upgrade",
            "websocket"),
        f.sent().fields());
    assertEquals(101, f.client.status());
    assertSame(far, f.client.far);
    assertEquals("WebSocket", f.client.field("Upgrade"));
    assertEquals("a", f.client.field("Sec-WebSocket-Accept"));
    assertEquals("1.1 larder-1", f.client.field("Via"));
    assertTrue(far.closed);
    assertEquals(Result.TUNNEL, f.concluded().result());
    assertEquals(Reason.UPGRADE, f.concluded().reuse());
  }

  @ParameterizedTest
  @CsvSource({"websocket, 101", "irc, 101", "h2c, 200", "'websocket, h2c', 200"})
  void insideOfAConnectWebSocketIsAllowedBesides(String protocol, int status) {
    Allowances irc = new Allowances(UpgradeProtocols.parse("irc"), false);
    ExchangeFixture inside = new ExchangeFixture(Doors.OPEN, irc);
    inside.client.inside = new Inside(new Authority("example.org", 443), null);
    if (status == 101) {
      inside.origins.switches(Fields.of("Connection", "upgrade", "Upgrade", protocol), far);
    } else {
      inside.origins.answers(200, Fields.EMPTY, "page");
    }

    inside.asks(
        Method.GET,
        "https://example.org/",
        "Host",
        "example.org",
        "Connection",
        "upgrade",
        "Upgrade",
        protocol);

    assertEquals(status, inside.client.status());
  }

  @Test
  void behindOurAddressItSetsNoCookie() {
    f.origins.switches(
        Fields.of("Connection", "upgrade", "Upgrade", "websocket", "Set-Cookie", "a=b"), far);

    f.asks(
        Method.GET,
        "/" + ExchangeFixture.URI,
        "Host",
        "localhost",
        "Connection",
        "upgrade",
        "Upgrade",
        "websocket");

    assertEquals(101, f.client.status());
    assertEquals("websocket", f.client.field("Upgrade"));
    assertNull(f.client.field("Set-Cookie"));
  }

  @ParameterizedTest
  @CsvSource({
    "upgrade, websocket",
    "upgrade, h2c",
    "upgrade, 'irc/6.9, h2c'",
    "upgrade, irc",
    "upgrade, ''",
    "keep-alive, irc/6.9",
    "'', irc/6.9",
  })
  void a101ToAnythingElseOpensNoTunnel(String connection, String protocol) {
    f.origins.switches(Fields.of("Connection", connection, "Upgrade", protocol), far);

    f.asks(Method.GET, ExchangeFixture.URI, "Connection", "upgrade", "Upgrade", "irc/6.9");

    assertEquals(502, f.client.status());
    assertNull(f.client.far);
    assertTrue(far.closed);
    assertEquals(Result.FAILED, f.concluded().result());
  }

  @Test
  void anOriginThatDeclinesAnswersAsUsualAndNothingIsStored() {
    f.origins.answers(200, Fields.of("Upgrade", "websocket", "X", "1"), "page");

    f.asks(Method.GET, ExchangeFixture.URI, ASKED);

    assertEquals("page", f.client.text());
    assertEquals("1", f.client.field("X"));
    assertNull(f.client.field("Upgrade"));
    assertEquals("larder; fwd=bypass; fwd-status=200; detail=upgrade", f.cacheStatus());
    assertEquals(Result.PASS, f.concluded().result());
    assertTrue(f.store.find(StoreKey.of(f.sent().target())).isEmpty());
    assertEquals(1, f.origins.closedBodies);
  }

  @Test
  void whatIsStoredDoesNotAnswerIt() {
    f.stored("stored");
    f.origins.switches(Fields.of("Connection", "upgrade", "Upgrade", "websocket"), far);

    f.asks(Method.GET, ExchangeFixture.URI, ASKED);

    assertEquals(101, f.client.status());
  }

  @ParameterizedTest
  @CsvSource({
    "GET, 1.1, upgrade, h2c",
    "GET, 1.1, upgrade, 'websocket, h2c'",
    "GET, 1.1, upgrade, 'h2c, websocket'",
    "GET, 1.1, upgrade, ''",
    "GET, 1.1, keep-alive, websocket",
    "GET, 1.0, upgrade, websocket",
    "POST, 1.1, upgrade, websocket",
    "OPTIONS, 1.1, upgrade, websocket",
  })
  void anythingElseIsNotPassedOnAndTheRequestGoesItsUsualWay(
      String method, String version, String connection, String protocol) throws Exception {
    f.policy.pass = true;
    f.policy.store = false;
    f.origins.answers(200, Fields.EMPTY, "page");
    RequestHead head =
        new RequestHead(
            Method.of(method),
            RequestTarget.parse(Method.of(method), ExchangeFixture.URI),
            version.equals("1.0") ? HttpVersion.HTTP_1_0 : HttpVersion.HTTP_1_1,
            Fields.of("Connection", connection, "Upgrade", protocol));

    f.proxy.handle(new Request(head, Body.empty()), f.client);

    assertNull(f.sent().fields().first("Upgrade"));
    assertEquals("page", f.client.text());
  }

  @Test
  void noContentGoesWithIt() {
    f.policy.pass = true;
    f.policy.store = false;
    f.origins.answers(200, Fields.EMPTY, "page");

    f.asks(Method.GET, ExchangeFixture.URI, Body.of(new byte[] {1}), ASKED);

    assertNull(f.sent().fields().first("Upgrade"));
  }

  @Test
  void theDoorHoldsForItToo() {
    f.asks(Method.GET, "http://denied.example/", ASKED);

    assertEquals(403, f.client.status());
    assertTrue(f.origins.asked.isEmpty());
  }

  @Test
  void anOriginThatFailsIsToldOf() {
    f.origins.fails(Kind.REFUSED);

    f.asks(Method.GET, ExchangeFixture.URI, ASKED);

    assertEquals(502, f.client.status());
  }
}
