package larder.caching;

import static larder.caching.Given.date;
import static larder.caching.Given.get;
import static larder.caching.Given.head;
import static larder.caching.Given.reuse;
import static larder.caching.Given.revalidated;
import static larder.caching.Given.seconds;
import static larder.caching.Given.served;
import static larder.caching.Given.stored;
import static larder.caching.Given.storedAgo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import larder.http.ByteRange;
import larder.http.Fields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a cache may do: serve stale, serve parts (RFC 9111, 4.2.4; RFC 5861; RFC 9110, 14). */
class ReusePermissionsTest {
  @Test
  void aStaleResponseIsServedIfTheClientAllowsIt() {
    FakeStored stored = storedAgo(70, "Cache-Control", "max-age=60");
    Reuse.Serve stale =
        new Reuse.Serve(
            stored, Answer.WHOLE, seconds(70), seconds(-10), Reason.STALE_ALLOWED_BY_REQUEST);

    assertEquals(stale, reuse(get("Cache-Control", "max-stale=10"), stored));
    assertEquals(stale, reuse(get("Cache-Control", "max-stale"), stored));
    assertEquals(stale, reuse(head("Cache-Control", "max-stale=1000"), stored));
  }

  @Test
  void theAgeThatItCameWithCountsForMaxStaleToo() {
    FakeStored stored = storedAgo(0, "Cache-Control", "max-age=1500", "Age", "2000");

    assertEquals(
        Reason.STALE_ALLOWED_BY_REQUEST,
        served(get("Cache-Control", "max-stale=1000"), stored).reason());
  }

  @Test
  void aStaleResponseIsServedWhileItIsValidatedBehind() {
    FakeStored stored =
        storedAgo(70, "Cache-Control", "max-age=60, stale-while-revalidate=10", "ETag", "\"a\"");
    Reuse.ServeThenRevalidate both =
        assertInstanceOf(
            Reuse.ServeThenRevalidate.class,
            reuse(
                get(
                    "If-None-Match", "\"z\"",
                    "If-Modified-Since", date(5),
                    "Range", "bytes=0-9",
                    "If-Range", "\"a\"",
                    "Foo", "1"),
                stored));

    assertEquals(
        new Reuse.Serve(
            stored,
            new Answer.Part(new ByteRange(0, 9)),
            seconds(70),
            seconds(-10),
            Reason.STALE_WHILE_REVALIDATE),
        both.now());
    assertEquals(Reason.STALE_WHILE_REVALIDATE, both.reason());
    assertEquals(Reason.STALE, both.then().reason());
    assertEquals(List.of(stored), both.then().candidates());
    assertEquals(Fields.of("Foo", "1", "If-None-Match", "\"a\""), both.then().fields());
  }

  @Test
  void afterThatWindowItIsValidatedFirst() {
    FakeStored stored =
        storedAgo(71, "Cache-Control", "max-age=60, stale-while-revalidate=10", "ETag", "\"a\"");

    assertEquals(Reason.STALE, revalidated(get(), stored).reason());
  }

  @ParameterizedTest
  @ValueSource(strings = {"no-cache", "max-age=5"})
  void aClientThatWantsAValidationWaitsForIt(String directives) {
    FakeStored stored =
        storedAgo(70, "Cache-Control", "max-age=60, stale-while-revalidate=10", "ETag", "\"a\"");

    assertInstanceOf(Reuse.Revalidate.class, reuse(get("Cache-Control", directives), stored));
  }

  @Test
  void whatHasNoValidatorMayStillStandInIfTheOriginFails() {
    FakeStored stored = storedAgo(70, "Cache-Control", "max-age=60, stale-if-error=600");
    Reuse.Revalidate asked = revalidated(get("If-None-Match", "\"z\"", "Foo", "1"), stored);

    assertEquals(Fields.of("If-None-Match", "\"z\"", "Foo", "1"), asked.fields());
    assertEquals(List.of(stored), asked.candidates());
    assertEquals(
        new Reuse.Fetch(Reason.STALE),
        reuse(get(), storedAgo(661, "Cache-Control", "max-age=60, stale-if-error=600")));
  }

  @Test
  void aRangeIsServedFromTheWhole() {
    FakeStored stored = stored("Cache-Control", "max-age=60").length(11);

    assertEquals(
        new Answer.Part(new ByteRange(0, 1)), served(get("Range", "bytes=0-1"), stored).answer());
    assertEquals(
        new Answer.Part(new ByteRange(10, 10)), served(get("Range", "bytes=-1"), stored).answer());
    assertEquals(Answer.NO_SUCH_PART, served(get("Range", "bytes=11-"), stored).answer());
    assertEquals(
        new Answer.Parts(List.of(new ByteRange(0, 1), new ByteRange(200, 201))),
        served(get("Range", "bytes=0-1,200-201"), stored.length(1000)).answer());
  }

  @Test
  void aRangeCountsForGetAndFor200Alone() {
    FakeStored stored = stored("Cache-Control", "max-age=60");

    assertEquals(Answer.WHOLE, served(head("Range", "bytes=0-1"), stored).answer());
    assertEquals(Answer.WHOLE, served(get("Range", "bytes=0-1"), stored.status(203)).answer());
  }

  @Test
  void conditionsGoBeforeRanges() {
    FakeStored stored = stored("Cache-Control", "max-age=60", "ETag", "\"a\"");

    assertEquals(
        Answer.NOT_MODIFIED,
        served(get("Range", "bytes=0-1", "If-None-Match", "\"a\""), stored).answer());
  }

  @Test
  void aRangeHoldsIfTheTagIsTheSameAndStrong() {
    FakeStored strong = stored("Cache-Control", "max-age=60", "ETag", "\"a\"");
    FakeStored weak = stored("Cache-Control", "max-age=60", "ETag", "W/\"a\"");

    assertEquals(new Answer.Part(new ByteRange(0, 1)), ifRange("\"a\"", strong));
    assertEquals(Answer.WHOLE, ifRange("\"b\"", strong));
    assertEquals(Answer.WHOLE, ifRange("W/\"a\"", strong));
    assertEquals(Answer.WHOLE, ifRange("\"a\"", weak));
    assertEquals(Answer.WHOLE, ifRange("W/\"a\"", weak));
    assertEquals(Answer.WHOLE, ifRange("a", strong));
    assertEquals(Answer.WHOLE, ifRange("\"a\"", stored("Cache-Control", "max-age=60")));
  }

  @Test
  void aRangeHoldsIfTheDateIsTheSameAndStrong() {
    FakeStored stored =
        stored("Cache-Control", "max-age=60", "Last-Modified", date(50), "Date", date(49));
    FakeStored changedInThatSecond =
        stored("Cache-Control", "max-age=60", "Last-Modified", date(50), "Date", date(50));

    assertEquals(new Answer.Part(new ByteRange(0, 1)), ifRange(date(50), stored));
    assertEquals(Answer.WHOLE, ifRange(date(49), stored));
    assertEquals(Answer.WHOLE, ifRange(date(51), stored));
    assertEquals(Answer.WHOLE, ifRange(date(50), changedInThatSecond));
    assertEquals(Answer.WHOLE, ifRange(date(50), stored("Cache-Control", "max-age=60")));
  }

  private static Answer ifRange(String condition, FakeStored stored) {
    return served(get("Range", "bytes=0-1", "If-Range", condition), stored).answer();
  }

  @Test
  void aRangeThatIsNotStoredIsFetchedAsItIs() {
    assertEquals(new Reuse.Fetch(Reason.REQUEST_RANGE), reuse(get("Range", "bytes=0-1")));
    assertEquals(
        new Reuse.Fetch(Reason.STALE),
        reuse(get("Range", "bytes=0-1"), storedAgo(70, "Cache-Control", "max-age=60")));
  }
}
