package larder.caching;

import static larder.caching.Given.NOW;
import static larder.caching.Given.RFC9111;
import static larder.caching.Given.get;
import static larder.caching.Given.ok;
import static larder.caching.Given.response;
import static larder.caching.Given.revalidated;
import static larder.caching.Given.storedAgo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import larder.http.TransferException;
import org.junit.jupiter.api.Test;

/** What is told of a decision to whoever asks for it. */
class TraceTest {
  private final List<String> steps = new ArrayList<>();
  private final Trace trace = (section, step) -> steps.add(section + ": " + step.get());

  @Test
  void tellsWhyAResponseIsNotServed() {
    RFC9111.reuse(get(), false, List.of(storedAgo(70, "Cache-Control", "max-age=60")), NOW, trace);

    assertEquals(
        List.of(
            "RFC 9111, section 4.2: Freshness lifetime 60 s, current age 70 s",
            "RFC 9111, section 4.2: Not served as it is: stale"),
        steps);
  }

  @Test
  void tellsThatNothingIsStoredForTheRequest() {
    RFC9111.reuse(get(), false, List.of(), NOW, trace);

    assertEquals(List.of("RFC 9111, section 4: 0 stored, none for this request"), steps);
  }

  @Test
  void tellsThatTheCacheIsNotConcerned() {
    RFC9111.reuse(get("If-Match", "*"), false, List.of(), NOW, trace);

    assertEquals(
        List.of("RFC 9110, section 13.1: Not a matter for the cache: request-precondition"), steps);
  }

  @Test
  void tellsWhyAResponseIsStoredOrNot() {
    RFC9111.storing(get(), false, ok("Cache-Control", "max-age=60"), NOW, NOW, trace);
    RFC9111.storing(get(), false, ok("Cache-Control", "no-store"), NOW, NOW, trace);

    assertEquals(
        List.of(
            "RFC 9111, section 4.2.1: Stored: explicit-freshness",
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
