package larder.store.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import larder.http.Fields;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.store.InventoryPort;
import larder.store.PendingResponse;
import larder.store.ResponseStore;
import larder.store.StoredHead;
import larder.store.StoredResponse;
import larder.store.TieredStore;
import larder.store.contract.FaultyStore.Operation;
import org.junit.jupiter.api.Test;

/** What others can do while the store behind waits for its disk. */
class TieredTurnsTest extends StoreFixture {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final StoredHead FRESH = receivedAt(NOON.plusSeconds(9), Fields.EMPTY);

  private final FaultyStore front = new FaultyStore(new MapStore());
  private final FaultyStore back = new FaultyStore(new MapStore());

  @Override
  protected ResponseStore openStore() {
    return TieredStore.of(front, back, () -> false, () -> false);
  }

  /** What is done with the same key, and with nobody knows which, comes to its end meanwhile. */
  private void othersGoOn() {
    Thread other =
        Thread.ofVirtual()
            .start(
                () -> {
                  store().invalidate(KEY);
                  store().invalidate(group("http://origin.example.org", "x"));
                });
    try {
      assertTrue(other.join(PATIENCE), "it waits as long as the disk does");
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whoLooksUpWhatToChangeKeepsNobodyWaiting() throws TransferException {
    store(KEY, head(), content(1, 10));
    back.during(Operation.FIND, this::othersGoOn);
    findOne(KEY).freshen(FRESH);
    back.mend();
    assertNothingUnder(KEY);
  }

  @Test
  void whoCommitsWhatTheStoreBehindRefusedKeepsNobodyWaiting() throws TransferException {
    back.breakOn(Operation.APPEND);
    back.during(Operation.FIND, this::othersGoOn);
    store(KEY, head(), content(2, 10));
    back.mend();
    assertContent(content(2, 10), findOne(KEY));
  }

  @Test
  void whoEndsAContentKeepsNobodyWaiting() throws TransferException {
    back.during(Operation.FINISH, this::othersGoOn);
    store(KEY, head(), content(3, 10));
    assertEquals(1, back.calls(Operation.FINISH));
    assertContent(content(3, 10), findOne(KEY));
  }

  @Test
  void whatTheStoreBehindCannotEndIsInFrontAlone() throws TransferException {
    store(KEY, head(), content(4, 10));
    back.breakOn(Operation.FINISH);
    store(KEY, FRESH, content(5, 10));
    assertEquals(List.of(), back.find(KEY), "nor is there what was before");
    assertContent(content(5, 10), findOne(KEY));
  }

  @Test
  void whatTheStoreBehindCannotEndIsNowhereIfTheFrontRefusedIt() throws TransferException {
    back.breakOn(Operation.FINISH, Kind.OVERLOADED);
    front.breakOn(Operation.BEGIN);
    try (PendingResponse pending = store().begin(KEY, head(), OptionalLong.of(10))) {
      append(pending, content(6, 10));
      assertRefused(Kind.OVERLOADED, pending::commit);
    }
    assertNothingUnder(KEY);
  }

  /** Not even if it is found when the change has begun already. */
  @Test
  void whatWasFoundWhileItWasInvalidatedIsNotPromoted() throws TransferException {
    store(KEY, head(), content(11, 10));
    front.invalidate(KEY);
    List<StoredResponse> found = new ArrayList<>();
    back.during(Operation.INVALIDATE, () -> found.add(findOne(KEY)));
    store().invalidate(KEY);
    assertContent(content(11, 10), found.getFirst());
    assertNothingUnder(KEY);
  }

  @Test
  void whatIsReplacedWhileItIsLookedUpIsNotChanged() throws TransferException {
    store(KEY, head(), content(7, 10));
    StoredResponse found = findOne(KEY);
    back.during(Operation.FIND, () -> storeAgain(8));
    found.freshen(FRESH);
    assertContent(content(8, 10), findOne(KEY));
    assertFalse(findOne(KEY).head().equals(FRESH));
    assertEquals(findOne(KEY).head(), back.find(KEY).getFirst().head());
  }

  @Test
  void whatTheStoreBehindHasNoMemoryToForgetIsNotInFrontEither() throws TransferException {
    store(KEY, head(), content(12, 10));
    back.during(Operation.INVALIDATE, TieredTurnsTest::runOutOfMemory);
    assertThrows(OutOfMemoryError.class, () -> store().invalidate(KEY));
    assertEquals(List.of(), front.find(KEY));
  }

  private static void runOutOfMemory() {
    throw new OutOfMemoryError("on purpose");
  }

  @Test
  void ofAGroupThatTheStoreBehindHasNoMemoryToForgetNothingIsInFront() throws TransferException {
    store(KEY, grouped("\"x\""), content(13, 10));
    back.during(Operation.INVALIDATE, TieredTurnsTest::runOutOfMemory);
    assertThrows(
        OutOfMemoryError.class, () -> store().invalidate(group("http://origin.example.org", "x")));
    assertEquals(List.of(), front.find(KEY));
  }

  @Test
  void theFrontDistrustsAgesThoughTheStoreBehindHasNoMemoryTo() throws TransferException {
    store(KEY, head(), content(14, 10));
    back.during(Operation.DISTRUST_AGES, TieredTurnsTest::runOutOfMemory);
    assertThrows(OutOfMemoryError.class, () -> ((InventoryPort) store()).distrustAges());
    assertEquals(List.of(), front.find(KEY), "this one distrusts an age by forgetting");
  }

  @Test
  void aFrontThatHasNoMemoryToCommitKeepsNothingOld() throws TransferException {
    store(KEY, head(), content(15, 10));
    front.during(Operation.COMMIT, TieredTurnsTest::runOutOfMemory);
    assertThrows(OutOfMemoryError.class, () -> store(KEY, FRESH, content(16, 10)));
    assertContent(content(16, 10), findOne(KEY));
  }

  @Test
  void aFrontThatHasNoMemoryToPromoteAllVariantsHasNone() throws TransferException {
    store(KEY, variant("br"), content(17, 10));
    store(KEY, variant("gzip"), content(18, 10));
    front.invalidate(KEY);
    StoredResponse found = store().find(KEY).getFirst();
    front.during(
        Operation.COMMIT, () -> front.during(Operation.COMMIT, TieredTurnsTest::runOutOfMemory));
    assertThrows(OutOfMemoryError.class, found::open);
    assertEquals(List.of(), front.find(KEY));
  }

  @Test
  void whatTheStoreBehindHasNoMemoryToFreshenIsNotInFront() throws TransferException {
    store(KEY, head(), content(19, 10));
    front.invalidate(KEY);
    StoredResponse found = findOne(KEY);
    assertContent(content(19, 10), found);
    back.during(Operation.FRESHEN, TieredTurnsTest::runOutOfMemory);
    assertThrows(OutOfMemoryError.class, () -> found.freshen(FRESH));
    assertEquals(List.of(), front.find(KEY));
  }

  /** Each of them has its own turn, and the latest request says what is true. */
  @Test
  void whatOthersFreshenMeanwhileStays() throws TransferException {
    store(KEY, head(), content(20, 10));
    StoredResponse found = findOne(KEY);
    freshenWhileItIsLookedUp(5, 20);
    found.freshen(FRESH);
    back.mend();
    StoredHead latest = receivedAt(NOON.plusSeconds(20), Fields.EMPTY);
    assertEquals(latest, findOne(KEY).head(), "which was requested later");
    assertEquals(latest, back.find(KEY).getFirst().head());
  }

  @Test
  void theLatestRequestFreshensThoughOthersDoMeanwhile() throws TransferException {
    store(KEY, head(), content(21, 10));
    StoredResponse found = findOne(KEY);
    freshenWhileItIsLookedUp(5, 1);
    found.freshen(FRESH);
    assertEquals(FRESH, findOne(KEY).head());
    assertEquals(FRESH, back.find(KEY).getFirst().head());
  }

  /**
   * @param others how many do, one after the other
   * @param seconds after noon, when the first of them was answered; each other one a second later
   */
  private void freshenWhileItIsLookedUp(int others, int seconds) {
    back.during(
        Operation.FIND,
        () -> {
          findOne(KEY).freshen(receivedAt(NOON.plusSeconds(seconds), Fields.EMPTY));
          if (others > 1) {
            freshenWhileItIsLookedUp(others - 1, seconds + 1);
          }
        });
  }

  private void storeAgain(int seed) {
    try {
      store(KEY, receivedAt(NOON.plusSeconds(1), Fields.EMPTY), content(seed, 10));
    } catch (TransferException e) {
      throw new AssertionError(e);
    }
  }

  /** Better in neither store than in one of them as it was. */
  @Test
  void whatComesToNoRestIsGivenUp() throws TransferException {
    store(KEY, head(), content(9, 10));
    StoredResponse found = findOne(KEY);
    storeVariantsWhileItIsLookedUp(new AtomicInteger());
    found.freshen(FRESH);
    back.mend();
    assertNothingUnder(KEY);
  }

  private void storeVariantsWhileItIsLookedUp(AtomicInteger variants) {
    back.during(
        Operation.FIND,
        () -> {
          try {
            store(KEY, variant("v" + variants.incrementAndGet()), content(10, 10));
          } catch (TransferException e) {
            throw new AssertionError(e);
          }
          storeVariantsWhileItIsLookedUp(variants);
        });
  }
}
