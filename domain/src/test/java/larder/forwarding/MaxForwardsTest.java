package larder.forwarding;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Objects;
import larder.access.Allowances;
import larder.access.UpgradeProtocols;
import larder.http.Body;
import larder.http.Fields;
import larder.http.Method;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110, sections 7.6.2 and 9.3.8: how far OPTIONS and TRACE go, and what TRACE is told. */
class MaxForwardsTest {
  private final ExchangeFixture f =
      new ExchangeFixture(Doors.OPEN, new Allowances(UpgradeProtocols.NONE, true));

  @BeforeEach
  void passOn() {
    f.policy.pass = true;
    f.policy.store = false;
    f.origins.answers(200, Fields.EMPTY, "");
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0",
    "10, 9",
    "0007, 6",
    "999999999, 999999998",
    "1000000000, 2147483646",
    "99999999999999999999, 2147483646"
  })
  void whatIsPassedOnHasOneLessOrTheMostThatIsCounted(String given, String sent) {
    for (Method method : new Method[] {Method.OPTIONS, Method.TRACE}) {
      ExchangeFixture each =
          new ExchangeFixture(Doors.OPEN, new Allowances(UpgradeProtocols.NONE, true));
      each.policy.pass = true;
      each.policy.store = false;
      each.origins.answers(200, Fields.EMPTY, "");

      each.asks(method, ExchangeFixture.URI, "Max-Forwards", given);

      assertEquals(sent, each.sent().fields().combined("Max-Forwards"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"OPTIONS", "TRACE"})
  void noneIsInvented(String method) {
    f.asks(Method.of(method), ExchangeFixture.URI);

    assertFalse(f.sent().fields().has("Max-Forwards"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "-1", "+1", "1.5", "", "5, 5", "0x0", "\u00b2"})
  void whatIsNoNumberIsRefused(String value) {
    f.asks(Method.OPTIONS, ExchangeFixture.URI, "Max-Forwards", value);

    assertEquals(400, f.client.status());
    assertTrue(f.origins.asked.isEmpty());
  }

  @Test
  void whatIsGivenTwiceIsRefused() {
    f.asks(Method.TRACE, ExchangeFixture.URI, "Max-Forwards", "5", "Max-Forwards", "0");

    assertEquals(400, f.client.status());
    assertTrue(f.origins.asked.isEmpty());
  }

  @Test
  void otherMethodsPassItOnAsItIs() {
    f.asks(Method.GET, ExchangeFixture.URI, "Max-Forwards", "x");

    assertEquals("x", f.sent().fields().first("Max-Forwards"));
  }

  @Test
  void aTraceThatMayGoNoFurtherIsToldHowItGotHereAndNoSecrets() {
    f.asks(
        Method.TRACE,
        "http://EXAMPLE.org/a?b",
        "Host",
        "example.org",
        "Via",
        "1.0 first",
        "Max-Forwards",
        "000",
        "Cookie",
        "id=hidden",
        "Authorization",
        "Basic aGlkZGVu",
        "X-Api-Key",
        "hidden",
        "X-CSRF-Token",
        "hidden",
        "X-Other",
        "\u00e9");

    assertTrue(f.origins.asked.isEmpty());
    assertEquals(200, f.client.status());
    assertEquals("message/http", f.client.field("Content-Type"));
    assertEquals(
        """
        TRACE http://example.org/a?b HTTP/1.1\r
        Host: example.org\r
        Via: 1.0 first\r
        Max-Forwards: 000\r
        X-Other: \u00e9\r
        \r
        """,
        f.client.content.toString(ISO_8859_1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "5"})
  void aTraceHasNoContent(String forwards) {
    f.asks(Method.TRACE, ExchangeFixture.URI, Body.of(new byte[] {1}), "Max-Forwards", forwards);

    assertEquals(400, f.client.status());
    assertTrue(f.origins.asked.isEmpty());
  }

  @Test
  void whereTraceIsAllowedOptionsSaySo() {
    f.asks(Method.OPTIONS, "*");

    assertTrue(Objects.requireNonNull(f.client.field("Allow")).endsWith(", TRACE"));
  }
}
