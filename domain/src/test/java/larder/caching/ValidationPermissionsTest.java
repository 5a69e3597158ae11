package larder.caching;

import static larder.caching.Given.NOW;
import static larder.caching.Given.RFC9111;
import static larder.caching.Given.get;
import static larder.caching.Given.response;
import static larder.caching.Given.reuse;
import static larder.caching.Given.revalidated;
import static larder.caching.Given.seconds;
import static larder.caching.Given.storedAgo;
import static larder.caching.Given.validated;
import static org.junit.jupiter.api.Assertions.assertEquals;

import larder.http.RequestHead;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 5861, section 4: when a stale response may stand in for an origin that fails. */
class ValidationPermissionsTest {
  private static final FakeStored LENIENT = stale("max-age=60, stale-if-error=10");
  private static final Validation FAILED = new Validation.Failed(Reason.ORIGIN_FAILED);

  private static FakeStored stale(String directives) {
    return storedAgo(70, "Cache-Control", directives, "ETag", "\"a\"");
  }

  private static Validation standsIn(FakeStored stored) {
    return new Validation.ServeStaleOnError(
        new Reuse.Serve(stored, Answer.WHOLE, seconds(70), seconds(-10), Reason.STALE_ON_ERROR),
        Reason.STALE_ON_ERROR);
  }

  private static Validation unanswered(RequestHead request, FakeStored stored, Side side) {
    return RFC9111.unanswered(
        request,
        revalidated(request, stored),
        new TransferException(side, Kind.REFUSED, "Refused"),
        NOW,
        Trace.OFF);
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504})
  void itStandsInForTheseAnswers(int status) {
    assertEquals(
        standsIn(LENIENT), validated(get(), revalidated(get(), LENIENT), response(status)));
  }

  @Test
  void itStandsInFor429ThatSaysWhenToComeBack() {
    assertEquals(
        standsIn(LENIENT),
        validated(get(), revalidated(get(), LENIENT), response(429, "Retry-After", "5")));
    assertEquals(
        new Validation.Replaced(Reason.NEW_RESPONSE),
        validated(get(), revalidated(get(), LENIENT), response(429)));
  }

  @ParameterizedTest
  @ValueSource(ints = {501, 505, 404})
  void itDoesNotStandInForOthers(int status) {
    assertEquals(
        new Validation.Replaced(Reason.NEW_RESPONSE),
        validated(get(), revalidated(get(), LENIENT), response(status)));
  }

  @Test
  void itStandsInForAnOriginThatCannotBeReached() {
    assertEquals(standsIn(LENIENT), unanswered(get(), LENIENT, Side.ORIGIN));
  }

  @ParameterizedTest
  @EnumSource(
      value = Side.class,
      names = {"CLIENT", "STORE"})
  void itDoesNotStandInForFailuresOfAnotherSide(Side side) {
    assertEquals(FAILED, unanswered(get(), LENIENT, side));
  }

  @Test
  void itStandsInWithoutAValidator() {
    FakeStored stored = storedAgo(70, "Cache-Control", "max-age=60, stale-if-error=10");

    assertEquals(standsIn(stored), unanswered(get(), stored, Side.ORIGIN));
  }

  @Test
  void theClientMayAllowItToo() {
    FakeStored stored = stale("max-age=60");

    assertEquals(
        standsIn(stored),
        unanswered(get("Cache-Control", "stale-if-error=10"), stored, Side.ORIGIN));
    assertEquals(FAILED, unanswered(get("Cache-Control", "stale-if-error=9"), stored, Side.ORIGIN));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "max-age=60",
        "max-age=60, stale-if-error=9",
        "max-age=60, stale-if-error=x",
        "max-age=60, stale-while-revalidate=5",
        "max-age=60, stale-if-error=10, must-revalidate",
        "max-age=60, stale-if-error=10, proxy-revalidate",
        "max-age=60, stale-if-error=10, no-cache",
        "s-maxage=60, stale-if-error=10",
      })
  void itDoesNotStandInWithoutLeave(String directives) {
    FakeStored stored = stale(directives);

    assertEquals(FAILED, unanswered(get(), stored, Side.ORIGIN));
    assertEquals(FAILED, validated(get(), revalidated(get(), stored), response(503)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"private, max-age=60", "no-store, max-age=60", "private, max-age=600"})
  void whatA304ForbadeToKeepStandsInForNobody(String directives) {
    FakeStored stored = stale(directives + ", stale-if-error=600");
    RequestHead lenient = get("Cache-Control", "stale-if-error=600, max-stale=600");

    assertEquals(FAILED, unanswered(lenient, stored, Side.ORIGIN));
    assertEquals(FAILED, validated(lenient, revalidated(lenient, stored), response(503)));
  }

  @Test
  void whatMayNotStandInIsNotAskedAboutWithoutAValidator() {
    FakeStored stored = storedAgo(70, "Cache-Control", "private, max-age=60, stale-if-error=600");

    assertEquals(new Reuse.Fetch(Reason.RESPONSE_NO_CACHE), reuse(get(), stored));
  }

  @Test
  void itDoesNotStandInForAClientThatWantsAValidation() {
    assertEquals(FAILED, unanswered(get("Cache-Control", "no-cache"), LENIENT, Side.ORIGIN));
  }

  @Test
  void itStandsInForAClientThatOnlyWantedAYoungerOne() {
    assertEquals(
        standsIn(LENIENT), unanswered(get("Cache-Control", "max-age=5"), LENIENT, Side.ORIGIN));
  }
}
