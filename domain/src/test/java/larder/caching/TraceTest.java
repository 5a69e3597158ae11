package larder.caching;

import static larder.caching.Given.NOW;
import static larder.caching.Given.RFC9111;
import static larder.caching.Given.date;
import static larder.caching.Given.get;
import static larder.caching.Given.ok;
import static larder.caching.Given.response;
import static larder.caching.Given.revalidated;
import static larder.caching.Given.stored;
import static larder.caching.Given.storedAgo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import larder.http.TransferException;
import larder.store.StoredResponse;
import org.junit.jupiter.api.Test;

/** What is told of a decision to whoever asks for it. */
class TraceTest {
  private final List<String> steps = new ArrayList<>();
  private final Trace trace = (section, step) -> steps.add(section + ": " + step.get());

  @Test
  void tellsHowOldAResponseIsAndHowLongItStaysFresh() {
    StoredResponse stored =
        storedAgo(70, "Cache-Control", "max-age=60", "Age", "5")
            .requestedEarlier(Duration.ofSeconds(2));

    RFC9111.reuse(get("Cache-Control", "max-stale=1"), false, List.of(stored), NOW, trace);

    assertEquals(
        List.of(
            "RFC 9111, section 5.2.1: GET with Cache-Control: max-stale=1",
            "RFC 9111, section 4: One response is stored for this URL",
            "RFC 9111, section 4.1: Number 1, a 200, has no Vary: it matches",
            "RFC 9111, section 3: The answer is 200 with Cache-Control: max-age=60; Date: "
                + date(70)
                + "; Age: 5",
            "RFC 9111, section 4.2.1: Freshness lifetime 60 s: max-age",
            "RFC 9111, section 4.2.3: Current age 77 s: the larger of apparent age 0 s and Age with"
                + " delay 7 s, and 70 s here",
            "RFC 9111, section 4.2: It has been stale for 17 s",
            "RFC 9111, section 4.2: Not served as it is: stale"),
        steps);
  }

  @Test
  void tellsWhichVariantMatchesAndShowsNoSecret() {
    FakeStored plain =
        stored("Cache-Control", "max-age=60", "Vary", "Accept-Encoding, Cookie, X-Api-Key")
            .selectedBy("Accept-Encoding", "gzip", "Cookie", "hidden", "X-Api-Key", "hidden");

    RFC9111.reuse(
        get("Accept-Encoding", "br", "Authorization", "secret", "X-Api-Key", "secret"),
        false,
        List.of(plain),
        NOW,
        trace);

    assertEquals(
        List.of(
            "RFC 9111, section 5.2.1: GET with Authorization: (not shown)",
            "RFC 9111, section 4: One response is stored for this URL",
            "RFC 9111, section 4.1: Number 1, a 200, does not match: Accept-Encoding is 'br',"
                + " stored with 'gzip'; Cookie is absent, stored with '(not shown)';"
                + " X-Api-Key is '(not shown)', stored with '(not shown)'"),
        steps);
  }

  @Test
  void tellsWhichOfManyIsTaken() {
    RFC9111.reuse(
        get(),
        false,
        List.of(
            storedAgo(10, "Expires", date(-50), "Date", date(20)),
            storedAgo(15, "Last-Modified", date(1015)),
            storedAgo(0).part("bytes=0-1", "bytes 0-1/5", 2)),
        NOW,
        trace);

    assertTrue(steps.contains("RFC 9111, section 4: 3 responses are stored for this URL"));
    assertTrue(
        steps.contains(
            "RFC 9111, section 3.3: Number 3, a 206, is a part: Content-Range: bytes 0-1/5"));
    assertTrue(steps.contains("RFC 9111, section 4: Number 2 is the most recent that matches"));
    assertTrue(
        steps.contains(
            "RFC 9111, section 4.2.2: Freshness lifetime 100 s: 10 % of the time since the last"
                + " change, at most 86400 s"),
        steps::toString);
    assertTrue(steps.contains("RFC 9111, section 4.2: It is fresh, for another 85 s"));
  }

  @Test
  void tellsThatARuleHolds() {
    Adjustment hour = new Adjustment(Duration.ofHours(1), null, null, Set.of(), false, false);
    new Rfc9111Policy(
            Rfc9111Policy.Settings.DEFAULT,
            List.of(new Rule("mine", UrlPattern.parse("/**"), hour)))
        .forTarget(Given.TARGET)
        .reuse(get(), false, List.of(stored()), NOW, trace);

    assertTrue(steps.contains("the rule mine: A rule of yours holds for this URL"));
    assertTrue(
        steps.contains(
            "RFC 9111, section 4.2: Freshness lifetime 3600 s: the lifetime of your rule"),
        steps::toString);
  }

  @Test
  void tellsThatNothingIsStored() {
    RFC9111.reuse(get(), false, List.of(), NOW, trace);

    assertEquals(
        List.of(
            "RFC 9111, section 5.2.1: GET with no wishes of its own",
            "RFC 9111, section 4: Nothing is stored for this URL"),
        steps);
  }

  @Test
  void tellsThatTheCacheIsNotConcerned() {
    RFC9111.reuse(get("If-Match", "*"), false, List.of(), NOW, trace);

    assertEquals(
        List.of(
            "RFC 9111, section 5.2.1: GET with If-Match: *",
            "RFC 9110, section 13.1: Not a matter for the cache: request-precondition"),
        steps);
  }

  @Test
  void tellsWhyAResponseIsStoredOrNot() {
    RFC9111.storing(get(), false, ok("Cache-Control", "max-age=60"), NOW, NOW, trace);
    RFC9111.storing(get(), false, ok("Cache-Control", "no-store"), NOW, NOW, trace);

    assertEquals(
        List.of(
            "RFC 9111, section 3: The answer is 200 with Cache-Control: max-age=60",
            "RFC 9111, section 4.2.1: Freshness lifetime 60 s: max-age",
            "RFC 9111, section 4.2.1: Stored: explicit-freshness",
            "RFC 9111, section 3: The answer is 200 with Cache-Control: no-store",
            "RFC 9111, section 5.2.2.5: Not stored: no-store"),
        steps);
  }

  @Test
  void tellsWhatTheOriginAnswered() {
    Reuse.Revalidate asked = revalidated(get(), storedAgo(70, "ETag", "\"a\"", "Expires", "0"));
    TransferException failure =
        new TransferException(
            TransferException.Side.ORIGIN, TransferException.Kind.REFUSED, "Nobody listens");
    RFC9111.validated(get(), asked, response(304), NOW, NOW, trace);
    RFC9111.unanswered(get(), asked, failure, NOW, trace);

    assertEquals(
        List.of(
            "RFC 9111, section 4.3.3: The origin answered 304",
            "RFC 9111, section 4.3.3: Nobody listens"),
        steps);
  }
}
