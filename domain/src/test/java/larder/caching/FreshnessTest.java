package larder.caching;

import static larder.caching.Given.ago;
import static larder.caching.Given.date;
import static larder.caching.Given.seconds;
import static larder.caching.Given.storedAgo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import larder.http.HttpDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9111, sections 4.2.1 and 4.2.2: the freshness lifetime. */
class FreshnessTest {
  private static final Rfc9111Policy.Settings DEFAULT = Rfc9111Policy.Settings.DEFAULT;

  private static Freshness freshness(FakeStored stored, Rfc9111Policy.Settings settings) {
    return Freshness.of(stored.head(), CacheControl.of(stored.head().fields()), settings);
  }

  private static Freshness freshness(String... fields) {
    return freshness(storedAgo(0, fields), DEFAULT);
  }

  private static Freshness explicit(long seconds) {
    return new Freshness(seconds(seconds), Reason.EXPLICIT_FRESHNESS);
  }

  private static Freshness heuristic(long seconds) {
    return new Freshness(seconds(seconds), Reason.HEURISTIC_FRESHNESS);
  }

  private static Rfc9111Policy.Settings heuristicSettings(int percent, Duration longest) {
    return new Rfc9111Policy.Settings(
        null, percent, longest, DEFAULT.targets(), DEFAULT.adjustment(), false);
  }

  private static Freshness none() {
    return new Freshness(Duration.ZERO, Reason.NO_LIFETIME);
  }

  @Test
  void sMaxageGoesBeforeMaxAgeAndExpires() {
    assertEquals(
        explicit(5), freshness("Expires", date(-300), "Cache-Control", "max-age=10, s-maxage=5"));
    assertEquals(explicit(20), freshness("Cache-Control", "s-maxage=20, max-age=10"));
  }

  @Test
  void maxAgeGoesBeforeExpires() {
    assertEquals(explicit(10), freshness("Expires", date(-300), "Cache-Control", "max-age=10"));
    assertEquals(explicit(10), freshness("Expires", "0", "Cache-Control", "max-age=10"));
    assertEquals(explicit(0), freshness("Expires", date(-300), "Cache-Control", "max-age=0"));
  }

  @Test
  void maxAgeThatIsNoNumberMakesItStaleWhateverExpiresSays() {
    assertEquals(explicit(0), freshness("Expires", date(-300), "Cache-Control", "max-age=x"));
  }

  @Test
  void expiresCountsFromDate() {
    assertEquals(explicit(250), freshness("Expires", date(-300), "Date", date(-50)));
    assertEquals(explicit(300), freshness("Expires", date(-300), "Date", date(0)));
  }

  @Test
  void expiresCountsFromTheReceiptIfDateIsInvalid() {
    assertEquals(
        explicit(310), freshness(storedAgo(10, "Expires", date(-300), "Date", "foo"), DEFAULT));
  }

  @Test
  void expiresBeforeDateGivesNoTime() {
    assertEquals(explicit(0), freshness("Expires", date(-300), "Date", date(-400)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-1",
        "",
        "now",
        "Thu, 18 Aug 2050 02:01:18 UTC",
        "Thu, 18 Aug 50 02:01:18 GMT"
      })
  void expiresThatIsNoDateIsInThePast(String expires) {
    assertEquals(explicit(0), freshness("Expires", expires));
  }

  @Test
  void theFirstExpiresCounts() {
    assertEquals(explicit(30), freshness("Expires", date(-30), "Expires", date(-60)));
  }

  @Test
  void noLifetimeIsLongerThanTwoToThe31() {
    Freshness freshness = freshness("Expires", "Fri, 31 Dec 9999 23:59:59 GMT");

    assertEquals(DeltaSeconds.MAX, freshness.lifetime());
  }

  @Test
  void withoutAnyIsTheTenthOfTheTimeSinceTheLastChange() {
    assertEquals(heuristic(360), freshness("Last-Modified", date(3600)));
    assertEquals(heuristic(300), freshness("Last-Modified", date(3600), "Date", date(600)));
  }

  @Test
  void theTenthIsADayAtMost() {
    assertEquals(heuristic(86_400), freshness("Last-Modified", date(100L * 365 * 86_400 / 10)));
  }

  @Test
  void aChangeAfterDateGivesNoTime() {
    assertEquals(heuristic(0), freshness("Last-Modified", date(-10)));
  }

  @Test
  void thereIsNoHeuristicWithoutALastChange() {
    assertEquals(none(), freshness());
    assertEquals(none(), freshness("ETag", "\"a\""));
    assertEquals(none(), freshness("Last-Modified", "yesterday"));
  }

  @Test
  void thereIsNoHeuristicWhereATimeIsGiven() {
    assertEquals(explicit(0), freshness("Last-Modified", date(3600), "Expires", "0"));
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 203, 204, 300, 301, 308, 404, 405, 410, 414, 501})
  void theseStatusesMayBeGivenALifetime(int status) {
    assertEquals(
        heuristic(360),
        freshness(storedAgo(0, "Last-Modified", date(3600)).status(status), DEFAULT));
  }

  @ParameterizedTest
  @ValueSource(ints = {201, 202, 302, 303, 307, 400, 403, 500, 502, 503, 504, 599})
  void otherStatusesMayNotUnlessTheyArePublic(int status) {
    FakeStored silent = storedAgo(0, "Last-Modified", date(3600)).status(status);
    FakeStored open =
        storedAgo(0, "Last-Modified", date(3600), "Cache-Control", "public").status(status);

    assertEquals(none(), freshness(silent, DEFAULT));
    assertEquals(none(), freshness(silent, DEFAULT.withFallbackLifetime(seconds(60))));
    assertEquals(heuristic(360), freshness(open, DEFAULT));
  }

  @Test
  void theFallbackStandsInTheHeuristicsPlace() {
    Rfc9111Policy.Settings settings = DEFAULT.withFallbackLifetime(seconds(60));
    Freshness fallback = new Freshness(seconds(60), Reason.FALLBACK_FRESHNESS);

    assertEquals(fallback, freshness(storedAgo(0), settings));
    assertEquals(fallback, freshness(storedAgo(0, "Last-Modified", date(3600)), settings));
    assertEquals(explicit(5), freshness(storedAgo(0, "Cache-Control", "max-age=5"), settings));
    assertEquals(explicit(0), freshness(storedAgo(0, "Expires", "0"), settings));
  }

  @Test
  void theShareAndItsMostAreSettings() {
    Rfc9111Policy.Settings settings = heuristicSettings(50, seconds(100));

    assertEquals(heuristic(75), freshness(storedAgo(0, "Last-Modified", date(150)), settings));
    assertEquals(heuristic(100), freshness(storedAgo(0, "Last-Modified", date(3600)), settings));
  }

  @Test
  void settingsRefuseWhatMakesNoSense() {
    assertThrows(IllegalArgumentException.class, () -> heuristicSettings(-1, seconds(1)));
    assertThrows(IllegalArgumentException.class, () -> heuristicSettings(101, seconds(1)));
    assertThrows(IllegalArgumentException.class, () -> heuristicSettings(10, seconds(-1)));
    assertThrows(IllegalArgumentException.class, () -> DEFAULT.withFallbackLifetime(seconds(-1)));
    assertEquals(seconds(0), DEFAULT.withFallbackLifetime(seconds(0)).fallbackLifetime());
    assertEquals(0, heuristicSettings(0, seconds(0)).heuristicPercent());
    assertEquals(100, heuristicSettings(100, seconds(0)).heuristicPercent());
  }

  @Test
  void datesOfTwoDigitYearsAreReadAsOfTheReceipt() {
    assertEquals(
        HttpDate.parse("Thu, 18 Aug 2050 02:01:18 GMT", ago(0)),
        HttpDate.parse("Thursday, 18-Aug-50 02:01:18 GMT", ago(0)));
  }
}
