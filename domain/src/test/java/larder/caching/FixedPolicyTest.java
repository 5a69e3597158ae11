package larder.caching;

import static larder.caching.Given.NOW;
import static larder.caching.Given.TARGET;
import static larder.caching.Given.ago;
import static larder.caching.Given.date;
import static larder.caching.Given.get;
import static larder.caching.Given.head;
import static larder.caching.Given.ok;
import static larder.caching.Given.request;
import static larder.caching.Given.response;
import static larder.caching.Given.seconds;
import static larder.caching.Given.storedAgo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import larder.http.ByteRange;
import larder.http.Fields;
import larder.http.RequestHead;
import larder.http.ResponseHead;
import larder.http.TransferException;
import larder.store.StoredHead;
import larder.store.StoredResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every 200 to a GET for sixty seconds, whatever the origin says. */
class FixedPolicyTest {
  private static final CachePolicy FIXED = new FixedPolicy(seconds(60));

  private static Reuse reuse(RequestHead request, StoredResponse... stored) {
    return FIXED.reuse(request, false, List.of(stored), NOW, Trace.OFF);
  }

  private static Storing storing(RequestHead request, ResponseHead response) {
    return FIXED.storing(request, false, response, ago(2), ago(1), Trace.OFF);
  }

  @Test
  void servesForItsTimeWhateverTheOriginSays() {
    FakeStored stored =
        storedAgo(59, "Cache-Control", "no-cache, max-age=0", "Vary", "*", "Age", "100");

    assertEquals(
        new Reuse.Serve(stored, Answer.WHOLE, seconds(159), seconds(1), Reason.FRESH),
        reuse(get("Cache-Control", "no-cache", "Authorization", "x"), stored));
    assertEquals(
        new Reuse.Serve(stored, Answer.WHOLE, seconds(159), seconds(1), Reason.FRESH),
        reuse(head(), stored));
  }

  @Test
  void servesNothingAfterItsTime() {
    FakeStored stored = storedAgo(60, "Cache-Control", "max-age=600");

    assertEquals(new Reuse.Fetch(Reason.STALE), reuse(get(), stored));
    assertEquals(new Reuse.Pass(Reason.STALE), reuse(head(), stored));
    assertEquals(new Reuse.Fetch(Reason.STALE), reuse(get(), storedAgo(-86_400)));
  }

  @Test
  void fetchesWhatIsNotStored() {
    assertEquals(new Reuse.Fetch(Reason.NOTHING_STORED), reuse(get()));
    assertEquals(new Reuse.Pass(Reason.NOTHING_STORED), reuse(head()));
  }

  @Test
  void servesTheOneReceivedLast() {
    FakeStored last = storedAgo(1);

    assertEquals(last, ((Reuse.Serve) reuse(get(), last, storedAgo(5))).stored());
  }

  @Test
  void answersConditionsAndRanges() {
    FakeStored stored = storedAgo(1, "ETag", "\"a\"");

    assertEquals(
        Answer.NOT_MODIFIED, ((Reuse.Serve) reuse(get("If-None-Match", "\"a\""), stored)).answer());
    assertEquals(
        new Answer.Part(new ByteRange(2, 3)),
        ((Reuse.Serve) reuse(get("Range", "bytes=2-3"), stored)).answer());
  }

  @Test
  void passesOnWhatIsNoPlainGetOrHead() {
    FakeStored stored = storedAgo(1);

    assertEquals(new Reuse.Pass(Reason.METHOD), reuse(request("POST"), stored));
    assertEquals(
        new Reuse.Pass(Reason.REQUEST_PRECONDITION), reuse(get("If-Match", "\"a\""), stored));
    assertEquals(
        new Reuse.Pass(Reason.REQUEST_CONTENT),
        FIXED.reuse(get(), true, List.of(stored), NOW, Trace.OFF));
  }

  @ParameterizedTest
  @ValueSource(strings = {"no-store", "private", "max-age=0"})
  void storesEvery200(String directives) {
    ResponseHead response = ok("Cache-Control", directives, "Vary", "*", "Content-Length", "5");

    assertEquals(
        new Storing.Store(
            new StoredHead(
                200,
                "OK",
                Fields.of("Cache-Control", directives, "Vary", "*", "Date", date(1)),
                Fields.EMPTY,
                ago(2),
                ago(1)),
            Reason.FIXED_FRESHNESS),
        storing(get("Cache-Control", "no-store"), response));
  }

  @Test
  void storesNothingElse() {
    assertEquals(new Storing.DoNotStore(Reason.METHOD), storing(head(), ok()));
    assertEquals(new Storing.DoNotStore(Reason.METHOD), storing(request("POST"), ok()));
    assertEquals(new Storing.DoNotStore(Reason.STATUS), storing(get(), response(206)));
    assertEquals(new Storing.DoNotStore(Reason.STATUS), storing(get(), response(404)));
    assertEquals(
        new Storing.DoNotStore(Reason.REQUEST_CONTENT),
        FIXED.storing(get(), true, ok(), NOW, NOW, Trace.OFF));
  }

  @Test
  void validatesNothing() {
    Reuse.Revalidate asked =
        new Reuse.Revalidate(List.of(storedAgo(1)), Fields.EMPTY, Reason.STALE);
    TransferException failure =
        new TransferException(
            TransferException.Side.ORIGIN, TransferException.Kind.REFUSED, "Refused");

    assertEquals(
        new Validation.Replaced(Reason.NEW_RESPONSE),
        FIXED.validated(get(), asked, response(304), NOW, NOW, Trace.OFF));
    assertEquals(
        new Validation.Failed(Reason.ORIGIN_FAILED),
        FIXED.unanswered(get(), asked, failure, NOW, Trace.OFF));
  }

  @Test
  void invalidatesWhatAnUnsafeMethodChanges() {
    assertEquals(List.of(TARGET), FIXED.invalidated(request("PUT"), TARGET, response(204)));
    assertEquals(List.of(), FIXED.invalidated(get(), TARGET, response(200)));
  }

  @Test
  void refusesANegativeTime() {
    assertThrows(IllegalArgumentException.class, () -> new FixedPolicy(seconds(-1)));
    assertEquals("fixed", new FixedPolicy(seconds(0)).name());
    assertEquals("rfc9111", Given.RFC9111.name());
  }
}
