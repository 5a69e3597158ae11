package larder.forwarding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Objects;
import larder.caching.Answer;
import larder.caching.Completion;
import larder.caching.Piece;
import larder.caching.Reason;
import larder.caching.Reuse;
import larder.forwarding.Conclusion.Result;
import larder.http.ByteRange;
import larder.http.ContentRange;
import larder.http.Fields;
import larder.http.Method;
import larder.http.ResponseHead;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;
import larder.store.StoreKey;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is done with stored parts once the policy has decided. */
class PartsExchangeTest {
  private static final Fields ASKED = Fields.of("Range", "bytes=5-", "If-Range", "\"e\"");

  private final ExchangeFixture f = new ExchangeFixture();

  private static Piece piece(FakeStore.Stored stored, long first, long last) {
    return new Piece(stored, new ByteRange(first, last));
  }

  private static ContentRange named(long first, long last) {
    return new ContentRange(new ByteRange(first, last), 11);
  }

  private FakeStore.Stored beginning() {
    return f.storedPart("hello", "Date", "d", "Age", "3", "Content-Range", "bytes 0-4/11");
  }

  private FakeStore.Stored end() {
    return f.storedPart("world", "Date", "d", "Content-Range", "bytes 6-10/11");
  }

  private void lacksTheEnd() {
    FakeStore.Stored part = beginning();
    f.policy.complete =
        new Reuse.Complete(part, List.of(piece(part, 0, 4)), named(0, 4), ASKED, Reason.INCOMPLETE);
    completes(6, null);
  }

  private void completes(int missing, @Nullable Reason forbidden) {
    f.policy.completion =
        new Completion.Combined(
            ResponseHead.of(200, Fields.of("Date", "d", "ETag", "\"e\"")),
            missing,
            forbidden,
            Reason.COMPLETED);
  }

  private FakeStore.Stored stored() {
    return Objects.requireNonNull(f.store.stored.get(new StoreKey(ExchangeFixture.URI)));
  }

  @Test
  void partsAreServedAsOne() {
    FakeStore.Stored first = beginning();
    FakeStore.Stored last = f.storedPart("o world", "Content-Range", "bytes 4-10/11");
    f.policy.answer =
        new Answer.JoinedPart(named(1, 7), List.of(piece(first, 1, 4), piece(last, 1, 3)));

    f.asks(Method.GET, ExchangeFixture.URI);

    assertEquals(206, f.client.status());
    assertEquals("bytes 1-7/11", f.client.field("Content-Range"));
    assertEquals("10", f.client.field("Age"));
    assertEquals("ello wo", f.client.text());
    assertEquals("larder; hit; ttl=50", f.cacheStatus());
    assertEquals(Result.HIT, f.concluded().result());
  }

  @Test
  void partsThatAreAllOfItAreServedAsTheWhole() {
    FakeStore.Stored first = beginning();
    FakeStore.Stored last = f.storedPart(" world", "Content-Range", "bytes 5-10/11");
    f.policy.answer = new Answer.JoinedWhole(List.of(piece(first, 0, 4), piece(last, 0, 5)));

    f.asks(Method.GET, ExchangeFixture.URI);

    assertEquals(200, f.client.status());
    assertNull(f.client.field("Content-Range"));
    assertEquals("hello world", f.client.text());
  }

  @Test
  void whatIsMissingComesFromTheOrigin() {
    lacksTheEnd();
    f.origins.answers(206, Fields.of("Content-Range", "bytes 5-10/11"), " world");

    f.asks(Method.GET, ExchangeFixture.URI, "X", "y");

    assertEquals("bytes=5-", f.sent().fields().first("Range"));
    assertEquals("\"e\"", f.sent().fields().first("If-Range"));
    assertEquals(200, f.client.status());
    assertNull(f.client.field("Content-Range"));
    assertEquals("hello world", f.client.text());
    assertTrue(f.client.complete);
    assertEquals("larder; fwd=partial; fwd-status=206; stored", f.cacheStatus());
    assertEquals(1, f.origins.closedBodies);
    assertEquals(Reason.COMPLETED, f.concluded().reuse());
  }

  @Test
  void theBeginningMayBeMissing() {
    FakeStore.Stored part = end();
    f.policy.complete =
        new Reuse.Complete(
            part, List.of(piece(part, 0, 4)), named(6, 10), ASKED, Reason.INCOMPLETE);
    completes(6, null);
    f.origins.answers(206, Fields.of("Content-Range", "bytes 0-5/11"), "hello ");

    f.asks(Method.GET, ExchangeFixture.URI);

    assertEquals("hello world", f.client.text());
    assertEquals(11, stored().length());
  }

  @Test
  void whatWasCompletedIsStoredInThePlaceOfItsParts() {
    lacksTheEnd();
    f.origins.answers(206, Fields.of("Content-Range", "bytes 5-10/11"), " world");

    f.asks(Method.GET, ExchangeFixture.URI);

    assertEquals(200, stored().head().status());
    assertFalse(stored().head().fields().has("Content-Range"));
    assertEquals(11, stored().length());
    assertEquals(List.of(), f.store.parts);
  }

  @Test
  void whatMustNotBeStoredIsPassedOnAndThePartStays() {
    lacksTheEnd();
    completes(6, Reason.SET_COOKIE);
    f.origins.answers(206, Fields.of("Content-Range", "bytes 5-10/11"), " world");

    f.asks(Method.GET, ExchangeFixture.URI);

    assertEquals("hello world", f.client.text());
    assertTrue(f.client.complete);
    assertTrue(f.store.stored.isEmpty());
    assertEquals(1, f.store.parts.size());
    assertEquals(Reason.SET_COOKIE, f.concluded().storing());
  }

  @ParameterizedTest
  @CsvSource({"' worl', CUT_SHORT", "' worlds', MALFORMED"})
  void aRestOfAnotherLengthIsVisiblyBrokenAndNotStored(String rest, Kind kind) {
    lacksTheEnd();
    f.origins.answers(206, Fields.of("Content-Range", "bytes 5-10/11"), rest);

    f.asks(Method.GET, ExchangeFixture.URI);

    assertFalse(f.client.complete);
    assertTrue("hello world".startsWith(f.client.text()));
    assertTrue(f.store.stored.isEmpty());
    assertEquals(1, f.store.parts.size(), "the part is as good as before");
    assertEquals(Side.ORIGIN, Objects.requireNonNull(f.concluded().failure()).side());
    assertEquals(kind, Objects.requireNonNull(f.concluded().failure()).kind());
  }

  /** The client must not take it for whole either. */
  @Test
  void aSurplusThatComesWhenAllSeemsToBeThereIsNotStored() {
    FakeStore.Stored part = f.storedPart("hello w", "Content-Range", "bytes 0-6/11");
    f.policy.complete =
        new Reuse.Complete(part, List.of(piece(part, 0, 6)), named(0, 6), ASKED, Reason.INCOMPLETE);
    completes(4, null);
    f.origins.answersUnannounced(206, Fields.of("Content-Range", "bytes 7-10/11"), "orlds");

    f.asks(Method.GET, ExchangeFixture.URI);

    assertFalse(f.client.complete);
    assertTrue(f.client.text().length() < 11, f.client.text());
    assertTrue(f.store.stored.isEmpty());
    assertEquals(1, f.store.parts.size(), "the part is as good as before");
    assertEquals(Kind.MALFORMED, Objects.requireNonNull(f.concluded().failure()).kind());
  }

  @Test
  void aRestWhoseLengthIsNotAnnouncedIsStoredOnceItHasEnded() {
    lacksTheEnd();
    f.origins.answersUnannounced(206, Fields.of("Content-Range", "bytes 5-10/11"), " world");

    f.asks(Method.GET, ExchangeFixture.URI);

    assertEquals("hello world", f.client.text());
    assertEquals(11, f.client.announced);
    assertTrue(f.client.complete);
    assertEquals(11, stored().length());
  }

  @Test
  void anotherAnswerGoesToTheClientAsItIs() {
    lacksTheEnd();
    f.policy.completion = new Completion.Replaced(Reason.NEW_RESPONSE);
    f.origins.answers(200, Fields.of("Date", "d"), "hi");

    f.asks(Method.GET, ExchangeFixture.URI);

    assertEquals("hi", f.client.text());
    assertEquals(2, stored().length());
    assertEquals(List.of(), f.store.parts);
  }

  @Test
  void aPartThatDoesNotFitIsNotShownAndAllOfItIsFetched() {
    lacksTheEnd();
    f.policy.completion = new Completion.AskAgain(Reason.UNFIT_PART);
    f.origins.answers(206, Fields.of("Content-Range", "bytes 5-11/12"), " worlds");
    f.origins.answers(200, Fields.of("Date", "d"), "hello worlds");

    f.asks(Method.GET, ExchangeFixture.URI, "X", "y");

    assertEquals(2, f.origins.asked.size());
    Fields again = f.origins.asked.getLast().fields();
    assertEquals("y", again.first("X"));
    assertFalse(again.has("Range"));
    assertFalse(again.has("If-Range"));
    assertEquals("hello worlds", f.client.text());
    assertEquals("larder; fwd=partial; fwd-status=200; stored", f.cacheStatus());
    assertEquals(List.of(), f.store.parts);
    assertEquals(2, f.origins.closedBodies);
  }

  @Test
  void partsThatCannotBeReadAreFetched() {
    lacksTheEnd();
    f.store.failOpen = true;
    f.origins.answers(206, Fields.of("Content-Range", "bytes 5-10/11"), " world");
    f.origins.answers(200, Fields.of("Date", "d"), "hello world");

    f.asks(Method.GET, ExchangeFixture.URI);

    assertEquals("hello world", f.client.text());
    assertEquals(List.of(), f.store.parts);
    assertEquals(2, f.origins.closedBodies);
  }

  /** They may be as sound as ever: the store removes what is not. */
  @Test
  void partsThatCannotBeReadStayStored() {
    lacksTheEnd();
    f.store.failOpen = true;
    f.policy.store = false;
    f.origins.answers(206, Fields.of("Content-Range", "bytes 5-10/11"), " world");
    f.origins.answers(200, Fields.of("Date", "d"), "hello world");

    f.asks(Method.GET, ExchangeFixture.URI);

    assertEquals("hello world", f.client.text());
    assertEquals(1, f.store.parts.size());
  }

  @Test
  void anOriginThatCannotBeReachedFailsAndThePartsStay() {
    lacksTheEnd();
    f.origins.fails(Kind.REFUSED);

    f.asks(Method.GET, ExchangeFixture.URI);

    assertEquals(502, f.client.status());
    assertEquals(1, f.store.parts.size());
  }
}
