package larder.caching;

import static larder.caching.Given.get;
import static larder.caching.Given.head;
import static larder.caching.Given.kept;
import static larder.caching.Given.request;
import static larder.caching.Given.response;
import static larder.caching.Given.reuse;
import static larder.caching.Given.served;
import static larder.caching.Given.storedAgo;
import static larder.caching.Given.storing;
import static larder.caching.GivenParts.TAG;
import static larder.caching.GivenParts.joined;
import static larder.caching.GivenParts.piece;
import static larder.caching.GivenParts.tagged;
import static larder.caching.GivenParts.untagged;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import java.util.OptionalLong;
import larder.http.ByteRange;
import larder.http.ContentRange;
import larder.http.Fields;
import larder.http.ResponseHead;
import larder.store.StoredResponse;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Partial content, stored and served (RFC 9111, sections 3.3 and 3.4). */
class PartsTest {
  private static Answer served206(String range, StoredResponse... stored) {
    return served(get("Range", range), stored).answer();
  }

  private static void assertOfNoUse(String range, StoredResponse... stored) {
    assertEquals(new Reuse.Fetch(Reason.INCOMPLETE), reuse(get("Range", range), stored));
  }

  @Nested
  class Stored {
    private static final ResponseHead PART =
        response(206, "Cache-Control", "max-age=60", "Content-Range", "bytes 0-1/5");

    @Test
    void aPartIsKeptAsThePartThatItIs() {
      Storing.Store store = kept(get("Range", "bytes=0-1"), PART);

      assertEquals(206, store.head().status());
      assertEquals("bytes 0-1/5", store.head().fields().first("Content-Range"));
      assertEquals(Fields.of("range", "bytes=0-1"), store.head().selecting());
    }

    @Test
    void theRangeSelectsBesideTheFieldsThatVaryNames() {
      ResponseHead varying = PART.withFields(PART.fields().plus("Vary", "Accept, X"));

      assertEquals(
          Fields.of("accept", "a", "range", "bytes=0-1", "x", "y"),
          kept(get("X", "y", "Range", "bytes=0-1", "Accept", "a"), varying).head().selecting());
    }

    @Test
    void aPartThatNobodyAskedForIsNotStored() {
      assertEquals(new Storing.DoNotStore(Reason.PARTIAL), storing(get(), PART));
      assertEquals(
          new Storing.DoNotStore(Reason.METHOD),
          storing(request("POST", "Range", "bytes=0-1"), PART));
    }

    /** Its head may be thinner than that of the whole (RFC 9110, section 15.3.7). */
    @ParameterizedTest
    @ValueSource(strings = {TAG, "Sun, 22 Nov 2026 11:00:00 GMT"})
    void aPartForAClientThatKnowsTheHeadIsNotStored(String ifRange) {
      ResponseHead thin =
          response(206, "ETag", TAG, "Cache-Control", "max-age=60", "Content-Range", "bytes 0-1/5");

      assertEquals(
          new Storing.DoNotStore(Reason.PARTIAL),
          storing(get("Range", "bytes=0-1", "If-Range", ifRange), thin));
      assertInstanceOf(Storing.Store.class, storing(get("Range", "bytes=0-1"), thin));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes */5", "bytes 0-1", "bytes 1-0/5", "items 0-1/5", ""})
    void aPartWithoutANameIsNotStored(String contentRange) {
      assertEquals(
          new Storing.DoNotStore(Reason.PARTIAL),
          storing(
              get("Range", "bytes=0-1"),
              response(206, "Cache-Control", "max-age=60", "Content-Range", contentRange)));
    }

    @Test
    void severalPartsInOneAreNotStored() {
      assertEquals(
          new Storing.DoNotStore(Reason.PARTIAL),
          storing(
              get("Range", "bytes=0-1,3-4"),
              response(
                  206,
                  "Cache-Control",
                  "max-age=60",
                  "Content-Range",
                  "bytes 0-1/5",
                  "Content-Type",
                  "multipart/byteranges; boundary=x")));
    }

    @Test
    void withoutALifetimeItNeedsAStrongValidator() {
      assertEquals(Reason.VALIDATOR_ONLY, storedWith("ETag", "\"a\"").reason());
      assertEquals(Reason.NO_LIFETIME, storedWith("ETag", "W/\"a\"").reason());
      assertEquals(Reason.NO_LIFETIME, storedWith("X", "y").reason());
    }

    private static Storing storedWith(String name, String value) {
      return storing(
          get("Range", "bytes=0-1"),
          response(206, "Cache-Control", "no-cache", "Content-Range", "bytes 0-1/5", name, value));
    }
  }

  @Nested
  class Served {
    @Test
    void thePartThatIsHeldAnswersItsRangeAndSmallerOnes() {
      FakeStored part = untagged(0, 10, 19);

      assertEquals(joined(10, 19, piece(part, 0, 9)), served206("bytes=10-19", part));
      assertEquals(joined(12, 13, piece(part, 2, 3)), served206("bytes=12-13", part));
    }

    @Test
    void theLastPartAnswersRangesToTheEnd() {
      FakeStored part = untagged(0, 90, 99);

      assertEquals(joined(95, 99, piece(part, 5, 9)), served206("bytes=95-", part));
      assertEquals(joined(95, 99, piece(part, 5, 9)), served206("bytes=95-500", part));
      assertEquals(joined(99, 99, piece(part, 9, 9)), served206("bytes=-1", part));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "bytes=9-12",
          "bytes=18-20",
          "bytes=0-",
          "bytes=15-",
          "bytes=-5",
          "bytes=100-",
          "bytes=0-1,98-99",
          "bytes=x",
          "lines=10-11"
        })
    void whatIsNotHeldIsFetched(String range) {
      assertOfNoUse(range, untagged(0, 10, 19));
    }

    @Test
    void withoutTheWholeLengthOnlyPositionsCount() {
      FakeStored part =
          storedAgo(0, "Cache-Control", "max-age=60").part("bytes=10-19", "bytes 10-19/*", 10);
      ContentRange named = new ContentRange(new ByteRange(12, 13), OptionalLong.empty());

      assertEquals(
          new Answer.JoinedPart(named, List.of(piece(part, 2, 3))), served206("bytes=12-13", part));
      assertOfNoUse("bytes=12-", part);
      assertOfNoUse("bytes=-3", part);
    }

    @Test
    void theSameQuestionGetsTheSameAnswerIfThatIsOne() {
      FakeStored more =
          storedAgo(0, "Cache-Control", "max-age=60").part("bytes=-5", "bytes 90-99/100", 9);

      assertEquals(joined(90, 98, piece(more, 0, 8)), served206("bytes=-5", more));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=-5", "bytes=0-1", "bytes=18-20", "bytes=5-", "lines=0-1"})
    void anotherRangeThanWasAskedForAnswersNothingLater(String range) {
      FakeStored other =
          storedAgo(0, "Cache-Control", "max-age=60").part(range, "bytes 10-19/100", 10);

      assertOfNoUse(range, other);
    }

    @Test
    void whatIsNamedAndDidNotComeIsNotMadeUp() {
      FakeStored lacking =
          storedAgo(0, "Cache-Control", "max-age=60", "ETag", TAG)
              .part("bytes=10-19", "bytes 10-19/100", 8);

      assertEquals(joined(10, 17, piece(lacking, 0, 7)), served206("bytes=10-19", lacking));
      assertEquals(joined(16, 17, piece(lacking, 6, 7)), served206("bytes=16-19", lacking));
      assertOfNoUse("bytes=18-19", lacking);
      assertOfNoUse("bytes=16-20", lacking, tagged(5, 18, 30));
    }

    @Test
    void whatCameAndIsNotNamedIsNotUsed() {
      FakeStored longer =
          storedAgo(0, "Cache-Control", "max-age=60").part("bytes=0-1", "bytes 0-1/100", 3);
      FakeStored none =
          storedAgo(0, "Cache-Control", "max-age=60").part("bytes=0-1", "bytes 0-1/100", 0);

      assertEquals(new Reuse.Fetch(Reason.NO_VARIANT), reuse(get("Range", "bytes=0-1"), longer));
      assertEquals(new Reuse.Fetch(Reason.NO_VARIANT), reuse(get("Range", "bytes=0-1"), none));
    }

    @Test
    void partsWithTheSameStrongValidatorAreJoined() {
      FakeStored later = tagged(1, 15, 30);
      FakeStored earlier = tagged(5, 10, 19);
      FakeStored least = tagged(9, 16, 17);

      Reuse.Serve serve = served(get("Range", "bytes=12-25"), earlier, least, later);

      assertEquals(joined(12, 25, piece(earlier, 2, 9), piece(later, 5, 10)), serve.answer());
      assertEquals(later, serve.stored(), "the head of the latest stands for both");
    }

    @Test
    void partsWithAGapBetweenThemAreNot() {
      assertOfNoUse("bytes=12-25", tagged(1, 10, 19), tagged(5, 21, 30));
    }

    @Test
    void partsWithoutAStrongValidatorAreNotJoined() {
      assertOfNoUse("bytes=12-25", untagged(1, 10, 19), untagged(5, 20, 30));
      FakeStored first = storedAgo(0, "Cache-Control", "max-age=60", "ETag", "W/\"a\"");
      assertOfNoUse(
          "bytes=0-3",
          first.part("bytes=0-1", "bytes 0-1/4", 2),
          first.part("bytes=2-3", "bytes 2-3/4", 2));
    }

    @Test
    void ofPartsWithoutAStrongValidatorEachLivesItsOwnLife() {
      FakeStored later = untagged(5, 0, 9);
      FakeStored earlier = untagged(30, 10, 19);
      FakeStored stale = untagged(70, 20, 29);

      Reuse.Serve serve = served(get("Range", "bytes=10-12"), later, earlier, stale);

      assertEquals(earlier, serve.stored());
      assertEquals(30, serve.age().toSeconds());
      assertOfNoUse("bytes=20-22", later, earlier, stale);
    }

    @Test
    void aPartOfSomethingElseIsOfNoUse() {
      FakeStored other =
          storedAgo(9, "Cache-Control", "max-age=60", "ETag", "\"b\"")
              .part("bytes=0-9", "bytes 0-9/100", 10);
      FakeStored shorter =
          storedAgo(9, "Cache-Control", "max-age=60", "ETag", TAG)
              .part("bytes=0-9", "bytes 0-9/99", 10);

      assertOfNoUse("bytes=0-1", tagged(1, 10, 19), other);
      assertOfNoUse("bytes=0-1", tagged(1, 10, 19), shorter);
    }

    @Test
    void aStalePartIsOfNoUse() {
      assertOfNoUse("bytes=10-19", tagged(70, 10, 19));
      assertOfNoUse("bytes=10-19", untagged(70, 10, 19));
    }

    @Test
    void allPartsTogetherAreTheWhole() {
      FakeStored end = tagged(1, 50, 99);
      FakeStored beginning = tagged(2, 0, 49);

      assertEquals(
          new Answer.JoinedWhole(List.of(piece(beginning, 0, 49), piece(end, 0, 49))),
          served(get(), end, beginning).answer());
    }

    @Test
    void allPartsTogetherAnswerARangeOfAnotherVersion() {
      FakeStored end = tagged(1, 50, 99);
      FakeStored beginning = tagged(2, 0, 49);

      assertEquals(
          new Answer.JoinedWhole(List.of(piece(beginning, 0, 49), piece(end, 0, 49))),
          served(get("Range", "bytes=0-9", "If-Range", "\"b\""), end, beginning).answer());
    }

    @Test
    void aPartThatIsAllOfItIsTheWhole() {
      FakeStored all = untagged(1, 0, 99);

      assertEquals(new Answer.JoinedWhole(List.of(piece(all, 0, 99))), served(get(), all).answer());
    }

    @Test
    void aPartIsNeverServedAsTheWhole() {
      FakeStored lacking =
          storedAgo(0, "Cache-Control", "max-age=60", "ETag", TAG)
              .part("bytes=0-99", "bytes 0-99/100", 98);

      assertInstanceOf(Reuse.Fetch.class, reuse(get(), lacking));
      assertInstanceOf(Reuse.Complete.class, reuse(get(), tagged(0, 0, 98)));
      assertInstanceOf(Reuse.Pass.class, reuse(head(), tagged(0, 0, 98)));
      assertEquals(
          new Reuse.Unsatisfiable(Reason.ONLY_IF_CACHED),
          reuse(get("Cache-Control", "only-if-cached"), tagged(0, 0, 98)));
    }

    @Test
    void theWholeGoesBeforeParts() {
      FakeStored whole = storedAgo(9, "Cache-Control", "max-age=60");

      assertEquals(
          new Answer.Part(new ByteRange(10, 12)),
          served206("bytes=10-12", tagged(1, 10, 19), whole));
      assertEquals(Answer.WHOLE, served(get(), tagged(1, 10, 19), whole).answer());
    }

    @Test
    void selectingFieldsCountForPartsToo() {
      FakeStored german =
          storedAgo(0, "Cache-Control", "max-age=60", "Vary", "X")
              .part("bytes=0-9", "bytes 0-9/100", 10);

      assertEquals(
          new Reuse.Fetch(Reason.NO_VARIANT), reuse(get("Range", "bytes=0-9", "X", "y"), german));
    }

    @Test
    void conditionsAreHeldAgainstThem() {
      FakeStored part = tagged(0, 10, 19);

      assertEquals(
          Answer.NOT_MODIFIED,
          served(get("Range", "bytes=10-12", "If-None-Match", TAG), part).answer());
      assertEquals(Answer.NOT_MODIFIED, served(get("If-None-Match", TAG), part).answer());
      assertEquals(
          joined(10, 12, piece(part, 0, 2)),
          served(get("Range", "bytes=10-12", "If-Range", TAG), part).answer());
      assertEquals(
          new Reuse.Fetch(Reason.INCOMPLETE),
          reuse(get("Range", "bytes=10-12", "If-Range", "\"b\""), part));
    }
  }

  @Test
  void ofPartsThatBeginAlikeTheLongestIsTaken() {
    FakeStored shorter = tagged(5, 0, 29);
    FakeStored longer = tagged(9, 0, 49);
    FakeStored last = tagged(0, 50, 69);

    Answer expected = joined(0, 69, piece(longer, 0, 49), piece(last, 0, 19));
    assertEquals(expected, served206("bytes=0-69", last, shorter, longer));
    assertEquals(expected, served206("bytes=0-69", last, longer, shorter));
  }
}
