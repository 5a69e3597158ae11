package larder.forwarding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import larder.access.ClientRules;
import larder.access.IpRange;
import larder.access.Login;
import larder.access.PasswordPort;
import larder.access.PasswordPort.Verdict;
import larder.forwarding.Conclusion.Result;
import larder.http.Fields;
import larder.http.IpAddress;
import larder.http.Method;
import larder.http.TransferException.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may come in, and how far. */
class AdmissionTest {
  private static final IpAddress ELSEWHERE = Objects.requireNonNull(IpAddress.parse("192.168.1.7"));

  private static String credentials(String user, String password) {
    byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  /** Knows alice, whose password is open; and says what a test wants of the others. */
  private static final class Users implements PasswordPort {
    final List<IpAddress> clients = new ArrayList<>();
    Verdict otherwise = Verdict.WRONG;

    @Override
    public Verdict check(Login login, IpAddress client) {
      clients.add(client);
      return login.equals(new Login("alice", "open")) ? Verdict.RIGHT : otherwise;
    }
  }

  private final Users users = new Users();
  private final ExchangeFixture asking = new ExchangeFixture(Doors.asking(users));

  @ParameterizedTest
  @CsvSource({
    "GET, http://example.org/",
    "HEAD, http://example.org/",
    "TRACE, http://example.org/",
    "OPTIONS, *",
    "GET, /",
    "CONNECT, example.org:443",
    "CONNECT, example.org:25",
    "FOO, http://example.org/"
  })
  void whoeverDoesNotSayWhoTheyAreIsAsked(String method, String target) {
    asking.asks(Method.of(method), target);

    assertEquals(407, asking.client.status());
    String challenge = Objects.requireNonNull(asking.client.field("Proxy-Authenticate"));
    assertTrue(challenge.startsWith("Basic realm="), challenge);
    assertTrue(asking.origins.asked.isEmpty());
    assertEquals(Result.REFUSED, asking.concluded().result());
    assertNull(asking.concluded().user());
  }

  @Test
  void whoeverIsKnownIsServedAndNamedAndTheirPasswordGoesNoFurther() {
    asking.origins.answers(200, Fields.EMPTY, "");

    asking.asks(
        Method.GET,
        ExchangeFixture.URI,
        "Proxy-Authorization",
        credentials("alice", "open"),
        "Authorization",
        "Basic theirs");

    assertEquals(200, asking.client.status());
    assertEquals("alice", asking.concluded().user());
    assertFalse(asking.sent().fields().has("Proxy-Authorization"));
    assertEquals("Basic theirs", asking.sent().fields().first("Authorization"));
    assertFalse(
        Objects.requireNonNull(asking.concluded().request()).fields().has("Proxy-Authorization"));
    assertEquals(List.of(asking.client.address), users.clients);
  }

  @ParameterizedTest
  @CsvSource({"WRONG, 407", "TOO_MANY, 429", "UNKNOWN, 503"})
  void whoeverIsNotKnownIsNotServed(Verdict verdict, int status) {
    users.otherwise = verdict;

    asking.asks(
        Method.GET, ExchangeFixture.URI, "Proxy-Authorization", credentials("alice", "wrong"));

    assertEquals(status, asking.client.status());
    assertTrue(asking.origins.asked.isEmpty());
    assertFalse(asking.client.text().contains("wrong\""), asking.client.text());
  }

  @Test
  void aResponseCannotVaryByThePassword() {
    asking.origins.answers(200, Fields.of("Vary", "Proxy-Authorization"), "ok");

    asking.asks(
        Method.GET, ExchangeFixture.URI, "Proxy-Authorization", credentials("alice", "open"));

    for (Fields seen : asking.policy.requests) {
      assertFalse(seen.has("Proxy-Authorization"));
    }
    assertFalse(asking.policy.requests.isEmpty());
  }

  @Test
  void strangersAreNamedWhyTheyMayNotComeIn() {
    ClientRules near = new ClientRules.Within(List.of(IpRange.parse("10.0.0.0/8")));
    ExchangeFixture f = new ExchangeFixture(Doors.within(near));

    Refusal refusal = f.proxy.refusalOf(new ClientAddress(ELSEWHERE, 50_000));

    assertEquals(403, Objects.requireNonNull(refusal).status());
    assertTrue(refusal.whatHappened().contains("192.168.1.7"), refusal.whatHappened());
    assertNull(f.proxy.refusalOf(f.client.client()));
  }

  @Test
  void aHostThatIsDeniedIsNotAskedAndNotServedFromTheStore() {
    ExchangeFixture f = new ExchangeFixture(Doors.denying(".example.org"));
    f.stored("old");

    f.asks(Method.GET, ExchangeFixture.URI);

    assertEquals(403, f.client.status());
    assertTrue(f.client.text().contains("--deny-host"), f.client.text());
    assertTrue(f.origins.asked.isEmpty());
  }

  @Test
  void aTunnelToAHostThatIsNotAllowedIsNotOpened() {
    ExchangeFixture f = new ExchangeFixture(Doors.allowing("example.org"));

    f.asks(Method.CONNECT, "example.com:443");

    assertEquals(403, f.client.status());
    assertTrue(f.client.text().contains("--allow-host"), f.client.text());
  }

  @Test
  void whoIsElsewhereGetsNothingPrivateThatIsStored() {
    ExchangeFixture f = new ExchangeFixture();
    f.stored("secret");
    f.client.address = ELSEWHERE;
    f.origins.address = Objects.requireNonNull(IpAddress.parse("10.0.0.1"));

    f.asks(Method.GET, ExchangeFixture.URI);

    assertEquals(403, f.client.status());
    assertEquals(Kind.FORBIDDEN, Objects.requireNonNull(f.concluded().failure()).kind());
    assertEquals(Result.REFUSED, f.concluded().result());
    String told = Objects.requireNonNull(f.client.field("Proxy-Status"));
    assertTrue(told.contains("destination_ip_prohibited"), told);
  }

  @Test
  void whoIsElsewhereGetsWhatIsStoredAndPublic() {
    ExchangeFixture f = new ExchangeFixture();
    f.stored("open");
    f.client.address = ELSEWHERE;

    f.asks(Method.GET, ExchangeFixture.URI);

    assertEquals(200, f.client.status());
    assertEquals(1, f.origins.checked.size());
  }

  @Test
  void whoIsHereIsNotLookedAt() {
    ExchangeFixture f = new ExchangeFixture();
    f.stored("open");

    f.asks(Method.GET, ExchangeFixture.URI);

    assertEquals(200, f.client.status());
    assertTrue(f.origins.checked.isEmpty());
    assertNotNull(f.client.field("Age"));
  }
}
