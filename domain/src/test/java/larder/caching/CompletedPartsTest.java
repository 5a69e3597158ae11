package larder.caching;

import static larder.caching.Given.date;
import static larder.caching.Given.get;
import static larder.caching.Given.response;
import static larder.caching.Given.reuse;
import static larder.caching.Given.storedAgo;
import static larder.caching.GivenParts.TAG;
import static larder.caching.GivenParts.piece;
import static larder.caching.GivenParts.tagged;
import static larder.caching.GivenParts.untagged;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import larder.http.ByteRange;
import larder.http.Fields;
import larder.http.RequestHead;
import larder.http.ResponseHead;
import larder.store.StoredResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Partial content that is completed, or that something whole takes the place of (RFC 9111, sections
 * 3.3 and 3.4).
 */
class CompletedPartsTest {
  private static Reuse.Complete completed(StoredResponse... stored) {
    return assertInstanceOf(Reuse.Complete.class, reuse(get(), stored));
  }

  @Nested
  class Replaced {
    private static final FakeStored WHOLE =
        storedAgo(0, "Cache-Control", "max-age=60", "Vary", "X").selectedBy("X", "y");

    @Test
    void theWholeMakesItsPartsUseless() {
      FakeStored part = partFor("y");

      assertEquals(List.of(part), Superseded.by(WHOLE.head(), List.of(WHOLE, part)));
      assertEquals(List.of(), Superseded.by(WHOLE.head(), List.of(partFor("z"))));
    }

    @Test
    void aPartMakesNothingUseless() {
      assertEquals(List.of(), Superseded.by(partFor("y").head(), List.of(WHOLE, partFor("y"))));
    }

    private static FakeStored partFor(String x) {
      return storedAgo(0, "Cache-Control", "max-age=60", "Vary", "X")
          .part("bytes=0-9", "bytes 0-9/100", 10, "X", x);
    }
  }

  @Nested
  class Completed {
    @ParameterizedTest
    @CsvSource({"0, 9, bytes=10-", "90, 99, bytes=0-89"})
    void whatIsMissingAtOneEndIsAskedFor(long first, long last, String range) {
      FakeStored part = tagged(0, first, last);

      Reuse.Complete complete = completed(part);

      assertEquals(Fields.of("Range", range, "If-Range", TAG), complete.fields());
      assertEquals(List.of(piece(part, 0, 9)), complete.pieces());
      assertEquals(new ByteRange(first, last), complete.held().range());
    }

    @Test
    void partsThatBelongTogetherAreCompletedTogether() {
      FakeStored later = tagged(1, 10, 19);
      FakeStored earlier = tagged(2, 0, 11);

      Reuse.Complete complete = completed(later, earlier);

      assertEquals("bytes=20-", complete.fields().first("Range"));
      assertEquals(List.of(piece(earlier, 0, 11), piece(later, 2, 9)), complete.pieces());
    }

    /** There is nothing behind it that could be asked for. */
    @Test
    void whatIsAllThereAndStaleIsAskedForByItsLastByte() {
      FakeStored end = tagged(70, 50, 99);
      FakeStored beginning = tagged(80, 0, 49);

      Reuse.Complete complete = completed(end, beginning);

      assertEquals(Fields.of("Range", "bytes=99-", "If-Range", TAG), complete.fields());
      assertEquals(List.of(piece(beginning, 0, 49), piece(end, 0, 48)), complete.pieces());
      assertEquals(new ByteRange(0, 98), complete.held().range());
      assertInstanceOf(
          Completion.Combined.class,
          Given.RFC9111.completed(
              get(), complete, rest("bytes 99-99/100", "ETag", TAG), Given.NOW));
    }

    @Test
    void aStalePartOfTwoBytesIsAskedForByItsLastAndOneOfOneByteIsFetched() {
      FakeStored stale = storedAgo(70, "Cache-Control", "max-age=60", "ETag", TAG);
      FakeStored two = stale.part("bytes=0-1", "bytes 0-1/2", 2);

      assertEquals("bytes=1-", completed(two).fields().first("Range"));
      assertEquals(List.of(piece(two, 0, 0)), completed(two).pieces());
      assertEquals(
          new Reuse.Fetch(Reason.INCOMPLETE),
          reuse(get(), stale.part("bytes=0-0", "bytes 0-0/1", 1)));
    }

    @Test
    void withGapsAtBothEndsAllOfItIsFetched() {
      assertEquals(new Reuse.Fetch(Reason.INCOMPLETE), reuse(get(), tagged(0, 10, 19)));
    }

    @Test
    void theConditionsOfTheClientAreNotSentAlong() {
      Reuse.Complete complete =
          assertInstanceOf(
              Reuse.Complete.class,
              reuse(get("If-None-Match", "\"b\"", "X", "y"), tagged(0, 0, 9)));

      assertEquals(Fields.of("X", "y", "Range", "bytes=10-", "If-Range", TAG), complete.fields());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 70})
    void aPartIsCompletedOnlyUnderAStrongValidator(long ago) {
      assertEquals("bytes=10-", completed(tagged(ago, 0, 9)).fields().first("Range"));
      assertEquals(new Reuse.Fetch(Reason.INCOMPLETE), reuse(get(), untagged(ago, 0, 9)));
      assertEquals(new Reuse.Fetch(Reason.INCOMPLETE), reuse(get(), untagged(ago, 90, 99)));
    }

    @Test
    void aWeakTagIsNoneAndNeitherIsAChangeOfTheSameSecond() {
      for (String[] weak : new String[][] {{"ETag", "W/\"a\""}, {"Last-Modified", date(0)}}) {
        FakeStored part =
            storedAgo(0, "Cache-Control", "max-age=60", weak[0], weak[1])
                .part("bytes=0-9", "bytes 0-9/100", 10);

        assertEquals(new Reuse.Fetch(Reason.INCOMPLETE), reuse(get(), part));
      }
    }

    @Test
    void aChangeLongAgoIsAStrongValidator() {
      String changed = date(50);
      FakeStored part =
          storedAgo(0, "Cache-Control", "max-age=60", "Last-Modified", changed)
              .part("bytes=0-9", "bytes 0-9/100", 10);

      assertEquals(Fields.of("Range", "bytes=10-", "If-Range", changed), completed(part).fields());
    }

    @Test
    void whatFitsMakesAWhole() {
      Completion completion =
          answered(tagged(0, 0, 9), rest("bytes 10-99/100", "ETag", TAG, "X", "new"));

      Completion.Combined combined = assertInstanceOf(Completion.Combined.class, completion);
      assertEquals(90, combined.missing());
      assertEquals(200, combined.head().status());
      assertEquals(TAG, combined.head().fields().combined("ETag"));
      assertEquals("new", combined.head().fields().combined("X"));
      assertEquals(false, combined.head().fields().has("Content-Range"));
    }

    @Test
    void aCookieIsStoredOnlyWithTheLeaveOfTheAnswerThatSetsIt() {
      assertNull(forbidden(get(), "X", "new"));
      assertEquals(Reason.SET_COOKIE, forbidden(get(), "Set-Cookie", "sid=B"));
      assertEquals(
          Reason.SET_COOKIE, forbidden(get(), "Set-Cookie", "sid=B", "Cache-Control", "no-cache"));
      assertNull(forbidden(get(), "Set-Cookie", "a=b", "Cache-Control", "max-age=60"));
      assertNull(forbidden(get(), "Set-Cookie", "a=b", "Cache-Control", "public"));
    }

    @Test
    void whatWasGotWithCredentialsIsStoredOnlyWithTheLeaveOfThatAnswer() {
      RequestHead request = get("Authorization", "Basic eDp5");

      assertEquals(Reason.AUTHORIZATION, forbidden(request, "X-Account", "bob"));
      assertEquals(Reason.AUTHORIZATION, forbidden(request, "Cache-Control", "max-age=60"));
      assertNull(forbidden(request, "Cache-Control", "public"));
    }

    private static @Nullable Reason forbidden(RequestHead request, String... fields) {
      FakeStored part =
          storedAgo(0, "Cache-Control", "public, max-age=60", "ETag", TAG)
              .part("bytes=0-9", "bytes 0-9/100", 10);
      Completion completion =
          Given.RFC9111.completed(
              request, completed(part), rest("bytes 10-99/100", "ETag", TAG, fields), Given.NOW);
      return assertInstanceOf(Completion.Combined.class, completion).forbidden();
    }

    @Test
    void theBeginningMayBeWhatWasMissing() {
      assertInstanceOf(
          Completion.Combined.class,
          answered(tagged(0, 90, 99), rest("bytes 0-89/100", "ETag", TAG)));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "bytes 11-99/100",
          "bytes 9-99/100",
          "bytes 10-98/100",
          "bytes 10-99/*",
          "bytes 10-98/99",
          "bytes */100",
          "x"
        })
    void whatDoesNotFitIsNotJoined(String contentRange) {
      assertEquals(
          new Completion.AskAgain(Reason.UNFIT_PART),
          answered(tagged(0, 0, 9), rest(contentRange, "ETag", TAG)));
    }

    @Test
    void withoutTheSameStrongValidatorNothingIsJoined() {
      Completion askAgain = new Completion.AskAgain(Reason.UNFIT_PART);

      assertEquals(askAgain, answered(tagged(0, 0, 9), rest("bytes 10-99/100", "ETag", "\"b\"")));
      assertEquals(askAgain, answered(tagged(0, 0, 9), rest("bytes 10-99/100", "ETag", "W/\"a\"")));
      assertEquals(askAgain, answered(tagged(0, 0, 9), rest("bytes 10-99/100", "X", "y")));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 301, 404, 500})
    void anotherAnswerTakesItsPlace(int status) {
      assertEquals(
          new Completion.Replaced(Reason.NEW_RESPONSE),
          answered(tagged(0, 0, 9), response(status)));
    }

    @ParameterizedTest
    @ValueSource(ints = {304, 412, 416})
    void anAnswerToAConditionIsNoneToTheClient(int status) {
      assertEquals(
          new Completion.AskAgain(Reason.UNFIT_PART), answered(tagged(0, 0, 9), response(status)));
    }

    private static ResponseHead rest(String contentRange, String name, String value, String... x) {
      Fields fields = Fields.of("Date", date(0), "Content-Range", contentRange, name, value);
      return ResponseHead.of(206, Fields.builder().addAll(fields).addAll(Fields.of(x)).build());
    }

    private static Completion answered(FakeStored part, ResponseHead answer) {
      return Given.RFC9111.completed(get(), completed(part), answer, Given.NOW);
    }
  }
}
