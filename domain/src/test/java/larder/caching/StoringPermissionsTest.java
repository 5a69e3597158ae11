package larder.caching;

import static larder.caching.Given.NOW;
import static larder.caching.Given.date;
import static larder.caching.Given.get;
import static larder.caching.Given.kept;
import static larder.caching.Given.ok;
import static larder.caching.Given.response;
import static larder.caching.Given.seconds;
import static larder.caching.Given.storing;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import larder.http.ResponseHead;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a cache may store, and what it leaves because nothing would come of it. */
class StoringPermissionsTest {
  private static final CachePolicy WITH_FALLBACK =
      new Rfc9111Policy(Rfc9111Policy.Settings.DEFAULT.withFallbackLifetime(seconds(60)));

  private static Reason reason(ResponseHead response) {
    return storing(get(), response).reason();
  }

  private static Reason withFallback(ResponseHead response) {
    return WITH_FALLBACK.storing(get(), false, response, NOW, NOW, Trace.OFF).reason();
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        200, 201, 203, 204, 299, 301, 302, 307, 308, 400, 404, 410, 499, 500, 502, 503, 504, 599
      })
  void anyFinalStatusIsStoredWithATime(int status) {
    assertEquals(
        Reason.EXPLICIT_FRESHNESS, reason(response(status, "Cache-Control", "max-age=60")));
  }

  @ParameterizedTest
  @CsvSource({
    "Cache-Control, max-age=60, /dir/page?q=1",
    "Cache-Control, s-maxage=60, page?q=1",
    "Expires, 'Fri, 31 Dec 9999 23:59:59 GMT', HTTP://EXAMPLE.org:80/dir/page?q=1",
    "Cache-Control, max-age=60, ''",
  })
  void theResponseToAPostIsStoredIfItIsTheTargetsAndHasATime(
      String name, String value, String location) {
    ResponseHead response = ok(name, value, "Content-Location", location);

    assertEquals(
        Reason.EXPLICIT_FRESHNESS,
        Given.RFC9111.storing(Given.request("POST"), true, response, NOW, NOW, Trace.OFF).reason());
  }

  @Test
  void noStoreDoesNotCountIfMustUnderstandIsThereAndTheStatusUnderstood() {
    assertEquals(
        Reason.EXPLICIT_FRESHNESS,
        reason(ok("Cache-Control", "max-age=60, no-store, must-understand")));
  }

  @Test
  void whatHasATimeIsStoredWithoutAValidator() {
    assertEquals(Reason.EXPLICIT_FRESHNESS, reason(ok("Expires", date(-60))));
    assertEquals(Reason.EXPLICIT_FRESHNESS, reason(ok("Cache-Control", "s-maxage=1")));
  }

  @Test
  void whatHasALastChangeIsStoredForATenthOfTheTimeSince() {
    assertEquals(Reason.HEURISTIC_FRESHNESS, reason(ok("Last-Modified", date(100))));
  }

  @Test
  void whatSaysNothingIsStoredForTheFallbackIfThereIsOne() {
    assertEquals(Reason.NO_LIFETIME, reason(ok()));
    assertEquals(Reason.FALLBACK_FRESHNESS, withFallback(ok()));
    assertEquals(Reason.FALLBACK_FRESHNESS, withFallback(response(404)));
    assertEquals(Reason.STATUS, withFallback(response(403)));
    assertEquals(Reason.NO_STORE, withFallback(ok("Cache-Control", "no-store")));
    assertEquals(Reason.NO_LIFETIME, withFallback(ok("Cache-Control", "max-age=0")));
  }

  @ParameterizedTest
  @CsvSource({
    "ETag, '\"a\"', Cache-Control, no-cache",
    "ETag, '\"a\"', Cache-Control, max-age=0",
    "ETag, '\"a\"', Cache-Control, 'max-age=60, no-cache'",
    "ETag, '\"a\"', Expires, 0",
    "ETag, '\"a\"', Foo, bar",
    "Last-Modified, 'Sun, 06 Nov 1994 08:49:37 GMT', Cache-Control, max-age=0",
  })
  void whatCanOnlyBeValidatedIsStoredForThat(
      String name, String value, String other, String otherValue) {
    assertEquals(Reason.VALIDATOR_ONLY, reason(ok(name, value, other, otherValue)));
  }

  @ParameterizedTest
  @CsvSource({
    "Cache-Control, no-cache",
    "Cache-Control, 'max-age=60, no-cache'",
    "Cache-Control, max-age=0",
    "Cache-Control, max-age=x",
    "Cache-Control, 's-maxage=0, stale-if-error=60'",
    "Expires, 0",
    "ETag, a",
    "Last-Modified, yesterday",
    "Foo, bar",
  })
  void whatCouldNeverBeServedIsNotStored(String name, String value) {
    assertEquals(Reason.NO_LIFETIME, reason(ok(name, value)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"max-age=0, stale-while-revalidate=60", "max-age=0, stale-if-error=60"})
  void whatMayBeServedStaleIsStored(String directives) {
    assertEquals(Reason.EXPLICIT_FRESHNESS, reason(ok("Cache-Control", directives)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"max-age=60", "s-maxage=60", "public, max-age=0", "public"})
  void aCookieIsStoredIfTheOriginSaysThatOthersMayHaveIt(String directives) {
    assertInstanceOf(
        Storing.Store.class,
        storing(get(), ok("Cache-Control", directives, "Set-Cookie", "a=b", "ETag", "\"a\"")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"foo", "max-age=0", "no-cache", "no-cache, max-age=60", "max-age=x"})
  void aCookieIsNotStoredOnAGuess(String directives) {
    ResponseHead response =
        ok(
            "Cache-Control",
            directives,
            "Set-Cookie",
            "a=b",
            "ETag",
            "\"a\"",
            "Last-Modified",
            date(1000));

    assertEquals(Reason.SET_COOKIE, reason(response));
  }

  @Test
  void aCookieThatIsWithheldIsNoObstacle() {
    assertEquals(
        List.of(),
        kept(
                get(),
                ok(
                    "Cache-Control", "no-cache=\"set-cookie\"",
                    "Set-Cookie", "a=b",
                    "Last-Modified", date(1000)))
            .head()
            .fields()
            .all("Set-Cookie"));
  }

  @Test
  void aCookieOfTheRequestDoesNotMatter() {
    assertEquals(
        Reason.EXPLICIT_FRESHNESS,
        kept(get("Cookie", "a=b"), ok("Cache-Control", "max-age=60")).reason());
  }
}
