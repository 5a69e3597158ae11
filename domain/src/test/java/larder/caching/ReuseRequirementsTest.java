package larder.caching;

import static larder.caching.Given.NOW;
import static larder.caching.Given.RFC9111;
import static larder.caching.Given.date;
import static larder.caching.Given.get;
import static larder.caching.Given.head;
import static larder.caching.Given.request;
import static larder.caching.Given.reuse;
import static larder.caching.Given.revalidated;
import static larder.caching.Given.seconds;
import static larder.caching.Given.served;
import static larder.caching.Given.stored;
import static larder.caching.Given.storedAgo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import larder.http.RequestHead;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9111, section 4: what a cache must and must not do before it answers from its store. */
class ReuseRequirementsTest {
  private static final FakeStored FRESH = stored("Cache-Control", "max-age=60", "ETag", "\"a\"");

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "M-SEARCH", "get"})
  void onlyGetAndHeadAreAnsweredFromTheStore(String method) {
    assertEquals(new Reuse.Pass(Reason.METHOD), reuse(request(method), FRESH));
    assertEquals(
        new Reuse.Pass(Reason.METHOD),
        reuse(request(method, "Cache-Control", "only-if-cached"), FRESH));
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD"})
  void aRequestWithContentOfItsOwnIsPassedOn(String method) {
    Reuse reuse = RFC9111.reuse(request(method), true, List.of(FRESH), NOW, Trace.OFF);

    assertEquals(new Reuse.Pass(Reason.REQUEST_CONTENT), reuse);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "OPTIONS", "QUERY", "PROPFIND"})
  void anotherMethodIsTheReasonEvenIfTheRequestHasContent(String method) {
    Reuse reuse = RFC9111.reuse(request(method), true, List.of(FRESH), NOW, Trace.OFF);

    assertEquals(new Reuse.Pass(Reason.METHOD), reuse);
  }

  @Test
  void nothingStoredIsFetched() {
    assertEquals(new Reuse.Fetch(Reason.NOTHING_STORED), reuse(get()));
  }

  @Test
  void aFreshResponseIsServedWithItsAgeAndTheTimeItHasLeft() {
    FakeStored stored =
        storedAgo(10, "Cache-Control", "max-age=60", "Age", "5").requestedEarlier(seconds(2));

    assertEquals(
        new Reuse.Serve(stored, Answer.WHOLE, seconds(17), seconds(43), Reason.FRESH),
        reuse(get(), stored));
  }

  @Test
  void aResponseAsOldAsItsLifetimeIsStale() {
    assertEquals(
        new Reuse.Fetch(Reason.STALE), reuse(get(), storedAgo(60, "Cache-Control", "max-age=60")));
    assertEquals(
        Reason.FRESH, served(get(), storedAgo(59, "Cache-Control", "max-age=60")).reason());
  }

  @ParameterizedTest
  @CsvSource({
    "'max-age=3600', 7200",
    "'max-age=3600', 2147483647",
    "'max-age=3600', 2147483648",
    "'max-age=3600', 99999999999999999999",
    "'max-age=99999999999', 99999999999",
    "'s-maxage=1, max-age=3600', 5",
  })
  void theAgeThatItCameWithCounts(String directives, String age) {
    FakeStored stored = storedAgo(0, "Cache-Control", directives, "Age", age);

    assertEquals(new Reuse.Fetch(Reason.STALE), reuse(get(), stored));
  }

  @Test
  void whatOtherSelectingFieldsGotIsNotServed() {
    FakeStored english =
        stored("Cache-Control", "max-age=60", "Vary", "Accept-Language")
            .selectedBy("Accept-Language", "en");

    assertEquals(new Reuse.Fetch(Reason.NO_VARIANT), reuse(get("Accept-Language", "de"), english));
    assertEquals(new Reuse.Fetch(Reason.NO_VARIANT), reuse(get(), english));
    assertEquals(english, served(get("Accept-Language", "en"), english).stored());
  }

  @Test
  void whatVariesOnAnythingIsNeverServed() {
    FakeStored stored = stored("Cache-Control", "max-age=60", "Vary", "*");

    assertEquals(new Reuse.Fetch(Reason.NO_VARIANT), reuse(get(), stored));
  }

  @Test
  void ofSeveralThatMatchTheMostRecentByDateIsServed() {
    FakeStored older = storedAgo(1, "Cache-Control", "max-age=60", "Date", date(30));
    FakeStored newer = storedAgo(5, "Cache-Control", "max-age=60", "Date", date(20));
    FakeStored other =
        storedAgo(0, "Cache-Control", "max-age=60", "Vary", "Foo").selectedBy("Foo", "1");

    assertEquals(newer, served(get(), other, older, newer).stored());
    assertEquals(newer, served(get(), newer, older).stored());
  }

  @Test
  void ofTwoWithOneDateTheOneReceivedLastIsServed() {
    FakeStored last = storedAgo(1, "Cache-Control", "max-age=60", "Date", date(30));
    FakeStored first = storedAgo(5, "Cache-Control", "max-age=60", "Date", date(30));

    assertEquals(last, served(get(), last, first).stored());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no-cache",
        "max-age=60, no-cache",
        "no-cache, max-age=60",
        "max-age=60, No-CaChE",
        "public, no-cache"
      })
  void noCacheIsNeverServedWithoutValidation(String directives) {
    FakeStored stored = stored("Cache-Control", directives, "ETag", "\"a\"");

    assertEquals(Reason.RESPONSE_NO_CACHE, revalidated(get(), stored).reason());
    assertEquals(
        Reason.RESPONSE_NO_CACHE, revalidated(get("Cache-Control", "max-stale"), stored).reason());
  }

  @ParameterizedTest
  @ValueSource(strings = {"no-store, max-age=60", "private, max-age=60", "max-age=60, no-store=x"})
  void whatA304ForbadeToKeepIsNotServedWithoutValidation(String directives) {
    FakeStored stored = stored("Cache-Control", directives, "ETag", "\"a\"");

    assertEquals(Reason.RESPONSE_NO_CACHE, revalidated(get(), stored).reason());
  }

  @Test
  void noStoreNextToMustUnderstandIsServedIfTheStatusIsUnderstood() {
    FakeStored stored = stored("Cache-Control", "max-age=60, no-store, must-understand");

    assertEquals(Reason.FRESH, served(get(), stored).reason());
    assertEquals(new Reuse.Fetch(Reason.RESPONSE_NO_CACHE), reuse(get(), stored.status(599)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "max-age=10, must-revalidate",
        "max-age=10, proxy-revalidate",
        "s-maxage=10",
        "max-age=10, must-revalidate, stale-while-revalidate=600",
        "s-maxage=10, stale-while-revalidate=600",
        "max-age=10, proxy-revalidate=x, stale-while-revalidate=600",
      })
  void aStaleResponseThatForbidsItIsNotServedStale(String directives) {
    FakeStored stored = storedAgo(20, "Cache-Control", directives, "ETag", "\"a\"");
    RequestHead lenient = get("Cache-Control", "max-stale");

    assertEquals(Reason.STALE, revalidated(lenient, stored).reason());
  }

  @Test
  void aStaleResponseIsNotServedWithoutLeave() {
    FakeStored stored = storedAgo(20, "Cache-Control", "max-age=10", "ETag", "\"a\"");

    assertEquals(Reason.STALE, revalidated(get(), stored).reason());
    assertEquals(Reason.STALE, revalidated(get("Cache-Control", "max-stale=9"), stored).reason());
    assertEquals(Reason.STALE, revalidated(get("Cache-Control", "max-stale=x"), stored).reason());
  }

  @Test
  void whatWasStoredByAClockFarAheadIsNotFresh() {
    FakeStored stored = storedAgo(-86_400, "Cache-Control", "max-age=172800");

    assertEquals(new Reuse.Fetch(Reason.STALE), reuse(get(), stored));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "max-age=31536000000, stale-while-revalidate=60",
        "max-age=3600, stale-while-revalidate=31536000000",
        "max-age=31536000000"
      })
  void ofUnknownAgeNothingIsServedHoweverLongItMayBe(String directives) {
    FakeStored stored = storedAgo(-86_400, "Cache-Control", directives, "ETag", "\"a\"");

    assertEquals(Reason.STALE, revalidated(get("Cache-Control", "max-stale"), stored).reason());
  }

  @ParameterizedTest
  @ValueSource(strings = {"If-Match", "If-Unmodified-Since"})
  void conditionsForTheOriginGoToTheOrigin(String name) {
    Reuse pass = new Reuse.Pass(Reason.REQUEST_PRECONDITION);

    assertEquals(pass, reuse(get(name, "\"a\""), FRESH));
    assertEquals(pass, reuse(head(name, "\"a\""), FRESH));
    assertEquals(pass, reuse(get(name, "\"a\"")));
  }

  @Test
  void aHeadIsAnsweredFromAStoredGet() {
    assertEquals(
        new Reuse.Serve(FRESH, Answer.WHOLE, seconds(0), seconds(60), Reason.FRESH),
        reuse(head(), FRESH));
  }

  @Test
  void aHeadThatFindsNothingIsPassedOn() {
    assertEquals(new Reuse.Pass(Reason.NOTHING_STORED), reuse(head()));
    assertEquals(
        new Reuse.Pass(Reason.STALE), reuse(head(), storedAgo(20, "Cache-Control", "max-age=10")));
    assertEquals(
        new Reuse.Pass(Reason.NO_VARIANT),
        reuse(head(), stored("Cache-Control", "max-age=10", "Vary", "*")));
  }

  @Test
  void whatAnybodyGotIsServedToWhoeverHasCredentials() {
    assertEquals(Reason.FRESH, served(get("Authorization", "Basic eDp5"), FRESH).reason());
  }
}
