package larder.forwarding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import larder.access.Allowances;
import larder.access.Door;
import larder.access.HostPattern;
import larder.access.InterceptedHosts;
import larder.access.PasswordPort.Verdict;
import larder.forwarding.Conclusion.Result;
import larder.http.Authority;
import larder.http.Fields;
import larder.http.IpAddress;
import larder.http.Method;
import larder.http.TransferException.Kind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** CONNECT to hosts that are to be read, and when they are not. */
class ConnectingTest {
  private static final String HOST = "a.example:443";
  private static final Authority AUTHORITY = new Authority("a.example", 443);
  private static final InterceptedHosts CHOSEN =
      new InterceptedHosts(false, List.of(HostPattern.parse("a.example")), List.of());

  private final ExchangeFixture f = fixture(Doors.OPEN);

  private static ExchangeFixture fixture(Door door) {
    ExchangeFixture fixture = new ExchangeFixture(door, Allowances.NONE, CHOSEN);
    fixture.far = new FakeTunnelEnd();
    return fixture;
  }

  /** Nobody reads from it here. */
  private void connect(String host) {
    f.client.head = null;
    f.client.far = null;
    f.client.looked = null;
    f.asks(Method.CONNECT, host, "Host", host);
  }

  private Conclusion last() {
    return f.log.getLast();
  }

  @Test
  void aChosenHostIsReadAndNobodyIsConnectedTo() {
    connect(HOST);
    assertEquals(new Inside(AUTHORITY, null), f.client.looked);
    assertNull(f.client.far);
    assertEquals(Result.INTERCEPTED, last().result());
    assertNull(last().origin());
    assertNull(last().bypass());
  }

  @Test
  void anyOtherHostIsTunnelledTo() {
    connect("b.example:443");
    assertNull(f.client.looked);
    assertNotNull(f.client.far);
    assertEquals(Result.TUNNEL, last().result());
  }

  @ParameterizedTest
  @EnumSource(Bypass.class)
  void whatCannotBeReadIsLeftAloneForAWhileIfItWillBeTheSameAgain(Bypass why) {
    f.client.looking = far -> why;
    connect(HOST);
    assertEquals(why, last().bypass());
    connect(HOST);
    assertEquals(why.isLasting(), f.client.looked == null);
    assertEquals(why.isLasting() ? Result.TUNNEL : Result.INTERCEPTED, last().result());
    assertEquals(why, last().bypass());
    f.now = f.now.plus(Duration.ofMinutes(10));
    f.client.looking = far -> null;
    connect(HOST);
    assertNotNull(f.client.looked);
    assertNull(last().bypass());
  }

  /** It may have paused on purpose, or may be the only one that pins. */
  @ParameterizedTest
  @EnumSource(Bypass.class)
  void whatOneClientDoesDoesNotDecideForAnother(Bypass why) {
    f.client.looking = far -> why;
    connect(HOST);
    IpAddress first = f.client.address;
    f.client.address = IpAddress.of(new byte[] {10, 0, 0, 2});
    f.client.looking = far -> null;
    connect(HOST);
    assertEquals(why != Bypass.NO_CERTIFICATE && why != Bypass.CLIENT_CERTIFICATE, isRead());
    f.client.address = first;
    connect(HOST);
    assertEquals(!why.isLasting(), isRead());
  }

  private boolean isRead() {
    return f.client.looked != null;
  }

  @Test
  void whatIsCarriedInsteadIsATunnel() {
    f.client.looking =
        far -> {
          assertNotNull(far.open());
          return Bypass.OTHER_NAME;
        };
    connect(HOST);
    assertEquals(Result.TUNNEL, last().result());
    assertEquals(AUTHORITY, last().origin());
  }

  private void askInside(@Nullable String user) {
    f.client.head = null;
    f.client.inside = new Inside(AUTHORITY, user);
    f.asks(Method.GET, "https://a.example/x", "Host", "a.example");
    f.client.inside = null;
  }

  @Test
  void anOriginThatWantsTheClientsCertificateIsLeftAlone() {
    f.origins.fails(Kind.CLIENT_CERTIFICATE);
    askInside(null);
    assertEquals(502, f.client.status());
    assertEquals(Bypass.CLIENT_CERTIFICATE, last().bypass());
    connect(HOST);
    assertNull(f.client.looked);
    assertEquals(Bypass.CLIENT_CERTIFICATE, last().bypass());
  }

  /** The CONNECT has shown who it is; the requests inside are for the origin alone. */
  @Test
  void whoWasAskedAtTheConnectIsNotAskedAgain() {
    ExchangeFixture asking = fixture(Doors.asking((login, client) -> Verdict.RIGHT));
    asking.origins.answers(200, Fields.EMPTY, "it");
    asking.client.inside = new Inside(AUTHORITY, "alice");
    asking.asks(Method.GET, "https://a.example/x", "Host", "a.example");
    assertEquals(200, asking.client.status());
    assertEquals(Optional.of("alice"), Optional.ofNullable(asking.concluded().user()));
  }

  @Test
  void anotherProxyIsToldWhomItHasPassed() {
    String other = "b.example:443";
    f.asks(Method.CONNECT, other, "Host", other, "Via", "1.0 first", "X-Theirs", "1");
    assertEquals(Fields.of("Via", "1.0 first", "Via", "1.1 larder-1"), f.tunnelVia);
    f.client.looking =
        far -> {
          assertNotNull(far.open());
          return Bypass.OTHER_NAME;
        };
    connect(HOST);
    assertEquals(Fields.of("Via", "1.1 larder-1"), f.tunnelVia);
  }

  @Test
  void aConnectThatComesBackIsALoop() {
    for (String host : List.of(HOST, "b.example:443")) {
      f.asks(Method.CONNECT, host, "Host", host, "Via", "1.1 larder-1, 1.1 parent");
      assertEquals(508, f.client.status());
      assertNull(f.client.looked);
      assertNull(f.client.far);
      f.client.head = null;
    }
  }

  @Test
  void theDoorsRulesHoldForTheConnect() {
    ExchangeFixture denying = fixture(Doors.denying("a.example"));
    denying.asks(Method.CONNECT, HOST, "Host", HOST);
    assertEquals(403, denying.client.status());
    assertNull(denying.client.looked);
    ExchangeFixture port = fixture(Doors.OPEN);
    port.asks(Method.CONNECT, "a.example:22", "Host", "a.example:22");
    assertEquals(403, port.client.status());
  }
}
