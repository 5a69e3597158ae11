package larder.caching;

import static larder.caching.Given.date;
import static larder.caching.Given.get;
import static larder.caching.Given.head;
import static larder.caching.Given.reuse;
import static larder.caching.Given.stored;
import static larder.caching.Given.storedAgo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9111, section 5.2.1: what the client would like, and RFC 9110, section 13.2. */
class ReuseRecommendationsTest {
  private static final FakeStored FRESH =
      storedAgo(10, "Cache-Control", "max-age=60", "ETag", "\"a\"");

  private static Reason served(String directives, FakeStored stored) {
    return Given.served(get("Cache-Control", directives), stored).reason();
  }

  private static Reason revalidated(String directives, FakeStored stored) {
    return Given.revalidated(get("Cache-Control", directives), stored).reason();
  }

  @ParameterizedTest
  @ValueSource(strings = {"max-age=0", "max-age=9", "max-age=x", "max-age", "foo, MAX-AGE=\"9\""})
  void whatIsOlderThanTheClientLikesIsValidated(String directives) {
    assertEquals(Reason.REQUEST_MAX_AGE, revalidated(directives, FRESH));
  }

  @Test
  void whatIsNoOlderThanTheClientLikesIsServed() {
    assertEquals(Reason.FRESH, served("max-age=10", FRESH));
    assertEquals(Reason.FRESH, served("max-age=99999999999", FRESH));
  }

  @Test
  void maxAgeZeroAsksForAValidationHoweverYoungTheResponseIs() {
    assertEquals(
        Reason.REQUEST_MAX_AGE,
        revalidated("max-age=0", stored("Cache-Control", "max-age=60", "ETag", "\"a\"")));
  }

  @Test
  void whatWillNotStayFreshLongEnoughIsValidated() {
    assertEquals(Reason.REQUEST_MIN_FRESH, revalidated("min-fresh=51", FRESH));
    assertEquals(Reason.REQUEST_MIN_FRESH, revalidated("min-fresh=x", FRESH));
    assertEquals(Reason.FRESH, served("min-fresh=50", FRESH));
  }

  @Test
  void aStaleResponseIsStaleWhateverElseTheClientWants() {
    FakeStored stale = storedAgo(80, "Cache-Control", "max-age=60", "ETag", "\"a\"");

    assertEquals(Reason.STALE, revalidated("min-fresh=1", stale));
    assertEquals(Reason.REQUEST_MAX_AGE, revalidated("max-age=70, max-stale", stale));
  }

  @Test
  void noCacheOfTheRequestIsValidated() {
    assertEquals(Reason.REQUEST_NO_CACHE, revalidated("no-cache", FRESH));
    assertEquals(Reason.REQUEST_NO_CACHE, revalidated("max-age=60, no-cache", FRESH));
    assertEquals(
        new Reuse.Fetch(Reason.REQUEST_NO_CACHE),
        reuse(get("Cache-Control", "no-cache"), stored("Cache-Control", "max-age=60")));
  }

  @Test
  void pragmaNoCacheMeansTheSameIfThereIsNoCacheControl() {
    assertEquals(
        Reason.REQUEST_NO_CACHE, Given.revalidated(get("Pragma", "foo, No-Cache"), FRESH).reason());
    assertEquals(Reason.FRESH, Given.served(get("Pragma", "foo"), FRESH).reason());
    assertEquals(
        Reason.FRESH,
        Given.served(get("Pragma", "no-cache", "Cache-Control", "foo"), FRESH).reason());
  }

  @Test
  void pragmaOfAResponseMeansNothing() {
    assertEquals(
        Reason.FRESH,
        Given.served(get(), stored("Cache-Control", "max-age=60", "Pragma", "no-cache")).reason());
  }

  @Test
  void noStoreOfTheRequestIsNotAnsweredFromTheStore() {
    assertEquals(
        new Reuse.Pass(Reason.REQUEST_NO_STORE), reuse(get("Cache-Control", "no-store"), FRESH));
  }

  @ParameterizedTest
  @CsvSource({"GET", "HEAD"})
  void onlyIfCachedIsUnsatisfiableWithoutAResponseThatWillDo(String method) {
    Reuse none = new Reuse.Unsatisfiable(Reason.ONLY_IF_CACHED);

    assertEquals(none, reuse(Given.request(method, "Cache-Control", "only-if-cached")));
    assertEquals(
        none,
        reuse(
            Given.request(method, "Cache-Control", "only-if-cached"),
            storedAgo(80, "Cache-Control", "max-age=60", "ETag", "\"a\"")));
    assertEquals(
        none, reuse(Given.request(method, "Cache-Control", "only-if-cached, no-cache"), FRESH));
    assertEquals(
        none, reuse(Given.request(method, "Cache-Control", "only-if-cached, no-store"), FRESH));
    assertEquals(
        none,
        reuse(
            Given.request(method, "Cache-Control", "only-if-cached", "Foo", "1"),
            stored("Cache-Control", "max-age=60", "Vary", "Foo")));
  }

  @Test
  void onlyIfCachedIsServedWhatWillDo() {
    assertEquals(Reason.FRESH, served("only-if-cached", FRESH));
    assertEquals(
        Reason.STALE_ALLOWED_BY_REQUEST,
        served("only-if-cached, max-stale", storedAgo(80, "Cache-Control", "max-age=60")));
  }

  @Test
  void anImmutableResponseIsNotValidatedWhileItIsFresh() {
    String directives = "max-age=60, immutable";

    assertEquals(
        Reason.FRESH,
        served("max-age=0", storedAgo(10, "Cache-Control", directives, "ETag", "\"a\"")));
    assertEquals(
        Reason.REQUEST_NO_CACHE,
        revalidated("no-cache", storedAgo(10, "Cache-Control", directives, "ETag", "\"a\"")));
    assertEquals(
        Reason.STALE,
        Given.revalidated(get(), storedAgo(80, "Cache-Control", directives, "ETag", "\"a\""))
            .reason());
    assertEquals(
        Reason.REQUEST_MAX_AGE,
        revalidated("max-age=0", storedAgo(80, "Cache-Control", directives, "ETag", "\"a\"")));
  }

  @Test
  void theClientsEntityTagGoesBeforeItsDate() {
    FakeStored stored =
        stored("Cache-Control", "max-age=60", "ETag", "\"a\"", "Last-Modified", date(5000));
    String since = date(6000);
    String later = date(0);

    assertEquals(
        Answer.NOT_MODIFIED,
        Given.served(get("If-None-Match", "\"a\"", "If-Modified-Since", since), stored).answer());
    assertEquals(
        Answer.WHOLE,
        Given.served(get("If-None-Match", "\"b\"", "If-Modified-Since", later), stored).answer());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"a\"", "W/\"a\"", "\"x\", \"a\"", "\"x\",W/\"a\" , \"y\"", "*", " * "})
  void aTagThatTheClientHasIsAnsweredNotModified(String tags) {
    assertEquals(Answer.NOT_MODIFIED, Given.served(get("If-None-Match", tags), FRESH).answer());
    assertEquals(Answer.NOT_MODIFIED, Given.served(head("If-None-Match", tags), FRESH).answer());
  }

  @Test
  void tagsOnSeveralLinesAreOneList() {
    assertEquals(
        Answer.NOT_MODIFIED,
        Given.served(get("If-None-Match", "\"x\"", "If-None-Match", "\"a\""), FRESH).answer());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"b\"", "a", "\"A\"", "w/\"a\"", "\"a\"x", "", "\"b\", *"})
  void aTagThatTheClientHasNotIsAnsweredWhole(String tags) {
    assertEquals(Answer.WHOLE, Given.served(get("If-None-Match", tags), FRESH).answer());
  }

  @Test
  void aWeakTagIsComparedWeakly() {
    FakeStored weak = stored("Cache-Control", "max-age=60", "ETag", "W/\"a\"");

    assertEquals(Answer.NOT_MODIFIED, Given.served(get("If-None-Match", "\"a\""), weak).answer());
  }

  @Test
  void withoutATagOnlyTheStarMatches() {
    FakeStored stored = stored("Cache-Control", "max-age=60", "Last-Modified", date(50));

    assertEquals(Answer.NOT_MODIFIED, Given.served(get("If-None-Match", "*"), stored).answer());
    assertEquals(Answer.WHOLE, Given.served(get("If-None-Match", "\"a\""), stored).answer());
  }

  @Test
  void whatHasNotChangedSinceIsAnsweredNotModified() {
    FakeStored stored = stored("Cache-Control", "max-age=60", "Last-Modified", date(3000));

    assertEquals(Answer.NOT_MODIFIED, notModifiedSince(date(3000), stored));
    assertEquals(Answer.NOT_MODIFIED, notModifiedSince(date(2000), stored));
    assertEquals(Answer.WHOLE, notModifiedSince(date(3001), stored));
    assertEquals(Answer.WHOLE, notModifiedSince("yesterday", stored));
    assertEquals(Answer.NOT_MODIFIED, notModifiedSince("Sunday, 22-Nov-26 11:59:00 GMT", stored));
  }

  @Test
  void withoutALastChangeTheDateOfTheResponseCounts() {
    FakeStored stored = storedAgo(5, "Cache-Control", "max-age=60", "Date", date(20));

    assertEquals(Answer.NOT_MODIFIED, notModifiedSince(date(20), stored));
    assertEquals(Answer.WHOLE, notModifiedSince(date(21), stored));
  }

  @Test
  void withoutAnyDateTheTimeOfReceiptCounts() {
    FakeStored stored = storedAgo(5, "Cache-Control", "max-age=60", "Date", "foo");

    assertEquals(Answer.NOT_MODIFIED, notModifiedSince(date(5), stored));
    assertEquals(Answer.WHOLE, notModifiedSince(date(6), stored));
  }

  private static Answer notModifiedSince(String date, FakeStored stored) {
    return Given.served(get("If-Modified-Since", date), stored).answer();
  }

  @Test
  void conditionsCountForEverySuccess() {
    assertEquals(
        Answer.NOT_MODIFIED,
        Given.served(get("If-None-Match", "\"a\""), FRESH.status(299)).answer());
  }

  @ParameterizedTest
  @ValueSource(ints = {300, 301, 404, 500})
  void conditionsAndRangesDoNotCountForWhatIsNoSuccess(int status) {
    FakeStored stored = FRESH.status(status);

    assertEquals(Answer.WHOLE, Given.served(get("If-None-Match", "\"a\""), stored).answer());
    assertEquals(Answer.WHOLE, Given.served(get("Range", "bytes=0-1"), stored).answer());
  }
}
