package larder.forwarding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import larder.forwarding.FetchesUnderWay.Place;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;
import larder.store.StoreKey;
import org.junit.jupiter.api.Test;

/** The table of fetches, and what it remembers. */
class FetchesUnderWayTest {
  private static final StoreKey KEY = new StoreKey("http://example.org/a");
  private static final Sharing SHARING =
      new Sharing(2, Duration.ofSeconds(1), 2, Duration.ofMinutes(1));

  private Instant now = Instant.EPOCH;
  private final FetchesUnderWay fetches = new FetchesUnderWay(SHARING, () -> now);

  private Place join(StoreKey key) {
    return fetches.join(key, true, false);
  }

  private SharedFetch lead(StoreKey key) {
    return assertInstanceOf(Place.Leads.class, fetches.join(key, true, true)).fetch();
  }

  @Test
  void theFirstLeadsAndTheOthersWait() {
    SharedFetch led = lead(KEY);
    assertSame(led, assertInstanceOf(Place.Waits.class, join(KEY)).fetch());
    assertInstanceOf(Place.Leads.class, join(new StoreKey("http://example.org/b")));
  }

  @Test
  void whoMayNotLeadGoesAloneWhereNothingIsUnderWay() {
    assertEquals(new Place.Alone(null), fetches.join(KEY, false, false));
    lead(KEY);
    assertInstanceOf(Place.Waits.class, fetches.join(KEY, false, false));
  }

  @Test
  void nobodyJoinsAFetchWhoseContentHasFailed() {
    SharedFetch led = lead(KEY);
    join(KEY);
    led.failed(new TransferException(Side.ORIGIN, Kind.CUT_SHORT, "Cut"));
    assertNotSame(led, lead(KEY));
  }

  @Test
  void nobodyJoinsAFetchThatItsClientHoldsUp() {
    SharedFetch led = lead(KEY);
    led.gives();
    now = now.plusMillis(999);
    assertInstanceOf(Place.Waits.class, join(KEY));
    now = now.plusMillis(1);
    SharedFetch other = lead(KEY);
    assertNotSame(led, other);
    led.failed(new TransferException(Side.CLIENT, Kind.TIMED_OUT, "It took nothing"));
    assertSame(other, assertInstanceOf(Place.Waits.class, join(KEY)).fetch());
  }

  @Test
  void whatCountsIsHowMuchTheClientTookInTheTimeThatItWasWaitedFor() {
    SharedFetch led = lead(KEY);
    for (int i = 0; i < 10; i++) {
      now = now.plusSeconds(100); // that is the origin's
      led.gives();
      now = now.plusSeconds(2);
      led.took(2 * SharedFetch.LEAST_RATE);
      assertFalse(led.isHeldUp());
    }
    led.gives();
    led.took(1_000 * SharedFetch.LEAST_RATE); // into buffers
    for (int i = 0; i < 4; i++) {
      assertFalse(led.isHeldUp());
      led.gives();
      now = now.plusMillis(250);
      led.took(SharedFetch.LEAST_RATE / 4 - 1);
    }
    assertTrue(led.isHeldUp());
    led.gives();
    now = now.plusSeconds(1);
    led.took(SharedFetch.LEAST_RATE);
    assertFalse(led.isHeldUp());
    led.gives();
    now = now.plusSeconds(1);
    assertTrue(led.isHeldUp());
    led.gaveUpOn();
    assertFalse(led.isHeldUp());
  }

  @Test
  void aPlaceIsFreeAgainOnceSomebodyHasLeft() {
    SharedFetch led = lead(KEY);
    join(KEY);
    join(KEY);
    assertEquals(new Place.Alone(WaitEnd.TOO_MANY_WAITERS), join(KEY));
    led.leave();
    assertInstanceOf(Place.Waits.class, join(KEY));
  }

  @Test
  void aFetchThatIsFollowedIsNotAbandonedAndOneThatIsAbandonedIsNotFollowed() {
    SharedFetch led = lead(KEY);
    join(KEY);
    assertFalse(led.abandonUnlessFollowed());
    led.leave();
    assertTrue(led.abandonUnlessFollowed());
    assertNotSame(led, lead(KEY));
  }

  /** Though it saw the fetch a moment before. */
  @Test
  void nobodyEntersAFetchThatIsAbandoned() {
    SharedFetch led = lead(KEY);
    assertFalse(led.isAbandoned());
    assertTrue(led.abandonUnlessFollowed());
    assertFalse(led.enter(1));
    assertEquals(0, led.others());
  }

  @Test
  void theEndOfAnOldFetchLeavesTheNewOneAlone() {
    SharedFetch old = lead(KEY);
    fetches.detach(KEY);
    SharedFetch led = lead(KEY);
    old.left();
    assertSame(led, assertInstanceOf(Place.Waits.class, join(KEY)).fetch());
  }

  @Test
  void whoComesAfterItWasStoredLooksAgain() {
    lead(KEY).stored();
    assertInstanceOf(Place.LooksAgain.class, join(KEY));
    assertInstanceOf(Place.Leads.class, fetches.join(KEY, true, true));
  }

  @Test
  void whatIsNotStoredIsRememberedForAWhile() {
    lead(KEY).notStored();
    now = now.plus(SHARING.remembered()).minusMillis(1);
    assertInstanceOf(Place.Unshareable.class, join(KEY));
    now = now.plusMillis(1);
    assertInstanceOf(Place.Leads.class, join(KEY));
  }

  @Test
  void whatIsNotStoredAgainIsRememberedAnew() {
    lead(KEY).notStored();
    now = now.plus(SHARING.remembered()).minusMillis(1);
    assertInstanceOf(Place.Unshareable.class, join(KEY)).fetch().notStored();
    now = now.plus(SHARING.remembered()).minusMillis(1);
    assertInstanceOf(Place.Unshareable.class, join(KEY)).fetch().left();
    now = now.plusMillis(1);
    assertInstanceOf(Place.Leads.class, join(KEY));
  }

  @Test
  void nobodyJoinsAFetchThatOneHasWaitedForInVain() {
    SharedFetch silent = lead(KEY);
    fetches.giveUpOn(KEY, silent);
    assertInstanceOf(Place.Unshareable.class, join(KEY));
    silent.stored();
    assertInstanceOf(Place.LooksAgain.class, join(KEY));
  }

  @Test
  void whoGivesUpOnAnOldFetchLeavesTheNewOneAlone() {
    SharedFetch old = lead(KEY);
    fetches.detach(KEY);
    SharedFetch led = lead(KEY);
    fetches.giveUpOn(KEY, old);
    assertSame(led, assertInstanceOf(Place.Waits.class, join(KEY)).fetch());
  }

  @Test
  void onlySoManyKeysAreRemembered() {
    for (char c : new char[] {'a', 'b', 'a', 'c'}) {
      fetches.avoid(new StoreKey("http://example.org/" + c));
    }
    assertInstanceOf(Place.Leads.class, join(new StoreKey("http://example.org/b")));
    assertInstanceOf(Place.Unshareable.class, join(KEY));
  }

  @Test
  void ofManyKeysAboutAsManyAreRememberedAsMayBe() {
    var many = new FetchesUnderWay(Sharing.defaults(), () -> now);
    for (int i = 0; i < 10_000; i++) {
      many.avoid(new StoreKey("http://example.org/" + i));
    }
    int remembered = 0;
    for (int i = 0; i < 10_000; i++) {
      if (many.join(new StoreKey("http://example.org/" + i), true, false)
          instanceof Place.Unshareable) {
        remembered++;
      }
    }
    int most = Sharing.defaults().mostRemembered();
    assertTrue(most * 9 / 10 < remembered && remembered <= most, remembered + " of " + most);
    assertInstanceOf(
        Place.Unshareable.class, many.join(new StoreKey("http://example.org/9999"), true, false));
  }

  @Test
  void eachKeyHasAFetchOfItsOwn() {
    var many = new FetchesUnderWay(Sharing.defaults(), () -> now);
    for (int i = 0; i < 1_000; i++) {
      StoreKey key = new StoreKey("http://example.org/" + i);
      SharedFetch led = assertInstanceOf(Place.Leads.class, many.join(key, true, false)).fetch();
      assertSame(led, assertInstanceOf(Place.Waits.class, many.join(key, true, false)).fetch());
    }
  }
}
