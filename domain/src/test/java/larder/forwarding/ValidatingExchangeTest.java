package larder.forwarding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Objects;
import larder.forwarding.Conclusion.Result;
import larder.http.Fields;
import larder.http.Method;
import larder.http.TransferException.Kind;
import larder.store.StoreKey;
import org.junit.jupiter.api.Test;

/** Stored responses that the origin is asked about, and what is done with its answer. */
class ValidatingExchangeTest {
  private final ExchangeFixture f = new ExchangeFixture();

  @Test
  void aStoredResponseThatIsStillGoodIsFreshenedAndServed() {
    FakeStore.Stored stored = f.stored("hello", "Date", "d");
    f.policy.stale = true;
    f.origins.answers(304, Fields.of("Date", "d2"), "");

    f.asks(Method.GET, ExchangeFixture.URI);

    assertEquals("\"stored\"", f.sent().fields().first("If-None-Match"));
    assertEquals("hello", f.client.text());
    assertEquals(200, f.client.status());
    assertEquals("yes", stored.head().fields().first("Freshened"));
    assertEquals("yes", f.client.field("Freshened"));
    assertEquals("0", f.client.field("Age"));
    assertEquals("larder; fwd=stale; ttl=60; detail=freshened", f.cacheStatus());
    assertEquals(Result.REVALIDATED, f.concluded().result());
  }

  @Test
  void whatIsNotForOthersGoesToTheClientAndIsNotStored() {
    FakeStore.Stored stored = f.stored("hello", "Date", "d");
    f.policy.stale = true;
    f.policy.keepsNothing = true;
    f.origins.answers(304, Fields.of("Date", "d2"), "");

    f.asks(Method.GET, ExchangeFixture.URI);

    assertEquals("yes", f.client.field("Freshened"));
    assertNull(stored.head().fields().first("Freshened"));
    assertEquals(0, stored.freshened, "another validation may be about this very version");
  }

  @Test
  void whatIsNotForOthersIsNotStoredBehindAnAnswerEither() {
    FakeStore.Stored stored = f.stored("old", "Date", "d");
    f.policy.serveStaleMeanwhile = true;
    f.policy.keepsNothing = true;
    f.asks(Method.GET, ExchangeFixture.URI);
    f.origins.answers(304, Fields.of("Date", "d2"), "");

    f.background.remove().run();

    assertNull(stored.head().fields().first("Freshened"));
  }

  @Test
  void aFreshenedResponseThatCannotBeOpenedIsFetchedAnew() {
    f.stored("old", "Date", "d");
    f.policy.stale = true;
    f.store.failOpen = true;
    f.origins.answers(304, Fields.of("Date", "d"), "");
    f.origins.answers(200, Fields.of("Date", "d"), "new");

    f.asks(Method.GET, ExchangeFixture.URI);

    assertEquals("new", f.client.text());
    assertNull(f.origins.asked.getLast().fields().first("If-None-Match"));
  }

  /** It may be as sound as ever: the store removes what is not. */
  @Test
  void aFreshenedResponseThatCannotBeOpenedStaysStored() {
    FakeStore.Stored stored = f.stored("old", "Date", "d");
    f.policy.stale = true;
    f.policy.store = false;
    f.store.failOpen = true;
    f.origins.answers(304, Fields.of("Date", "d"), "");
    f.origins.answers(200, Fields.of("Date", "d"), "new");

    f.asks(Method.GET, ExchangeFixture.URI);

    assertEquals("new", f.client.text());
    assertEquals(stored, stored());
  }

  @Test
  void aNewResponseReplacesTheStoredOne() {
    f.stored("old", "Date", "d");
    f.policy.stale = true;
    f.origins.answers(200, Fields.of("Date", "d"), "newer");

    f.asks(Method.GET, ExchangeFixture.URI);

    assertEquals("newer", f.client.text());
    assertEquals(5, stored().length());
    assertEquals(Result.REPLACED, f.concluded().result());
  }

  @Test
  void anOriginThatIsDownIsStoodInForWhereThePolicySaysSo() {
    f.stored("old", "Date", "d");
    f.policy.stale = true;
    f.policy.staleOnError = true;
    f.origins.fails(Kind.REFUSED);

    f.asks(Method.GET, ExchangeFixture.URI);

    assertEquals("old", f.client.text());
    assertEquals("larder; hit; ttl=-5; detail=stale-if-error", f.cacheStatus());
    assertEquals(Result.STALE_HIT, f.concluded().result());
    assertEquals(Kind.REFUSED, Objects.requireNonNull(f.concluded().failure()).kind());
  }

  @Test
  void anOriginThatIsDownIsSaidToBeDownOtherwise() {
    f.stored("old", "Date", "d");
    f.policy.stale = true;
    f.origins.fails(Kind.REFUSED);

    f.asks(Method.GET, ExchangeFixture.URI);

    assertEquals(502, f.client.status());
  }

  @Test
  void anErrorInAnswerToAValidationIsStoodInForOrPassedOn() {
    f.stored("old", "Date", "d");
    f.policy.stale = true;
    f.policy.staleOnError = true;
    f.origins.answers(503, Fields.of("Date", "d"), "sorry");

    f.asks(Method.GET, ExchangeFixture.URI);

    assertEquals("old", f.client.text());
    assertEquals(1, f.origins.closedBodies);
  }

  @Test
  void aStaleResponseIsServedAtOnceAndValidatedOnceBehind() {
    FakeStore.Stored stored = f.stored("old", "Date", "d");
    f.policy.serveStaleMeanwhile = true;

    f.asks(Method.GET, ExchangeFixture.URI);

    assertEquals("old", f.client.text());
    assertEquals(1, f.background.size());
    assertTrue(f.origins.asked.isEmpty());
    f.origins.answers(304, Fields.of("Date", "d2"), "");
    f.background.remove().run();
    assertEquals("yes", stored.head().fields().first("Freshened"));
  }

  @Test
  void aValidationThatIsUnderWayIsNotBegunAgain() {
    f.stored("old", "Date", "d");
    f.policy.serveStaleMeanwhile = true;
    ExchangeFixture again = f;

    f.asks(Method.GET, ExchangeFixture.URI);
    again.client.head = null;
    again.asks(Method.GET, ExchangeFixture.URI);
    assertEquals(1, f.background.size());

    f.origins.answers(200, Fields.of("Date", "d"), "newer");
    f.background.remove().run();
    assertEquals(5, stored().length());
    again.client.head = null;
    again.asks(Method.GET, ExchangeFixture.URI);
    assertEquals(1, f.background.size(), "the next one may begin");
  }

  private FakeStore.Stored stored() {
    return Objects.requireNonNull(f.store.stored.get(new StoreKey(ExchangeFixture.URI)));
  }
}
