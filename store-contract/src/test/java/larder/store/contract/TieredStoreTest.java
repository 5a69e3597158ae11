package larder.store.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import larder.http.Body;
import larder.http.ByteRange;
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

/** What goes to which of the two stores, and what happens when one of them fails. */
class TieredStoreTest extends StoreFixture {
  private static final int SMALL = 64 * 1024;
  private static final int LARGE = 256 * 1024;

  private final FaultyStore front = new FaultyStore(new MapStore());
  private final FaultyStore back = new FaultyStore(new MapStore());
  private boolean promotesLarge = true;

  @Override
  protected ResponseStore openStore() {
    int[] hits = {0};
    return TieredStore.of(front, back, () -> hits[0]++ % 10 == 9, () -> promotesLarge);
  }

  private static StoredResponse only(ResponseStore in) {
    List<StoredResponse> found = in.find(KEY);
    assertEquals(1, found.size());
    return found.getFirst();
  }

  private void evictFromFront() {
    front.invalidate(KEY);
  }

  @Test
  void whatIsCommittedIsInBoth() throws TransferException {
    store(KEY, head(), content(1, SMALL));
    assertContent(content(1, SMALL), only(front));
    assertContent(content(1, SMALL), only(back));
  }

  @Test
  void whatIsLargeGoesToTheBackAloneAndComesWhenItIsReadAgain() throws TransferException {
    store(KEY, head(), content(1, SMALL));
    store(KEY, head(), content(2, SMALL + 1));
    assertEquals(List.of(), front.find(KEY), "nor is there what was before");
    promotesLarge = false;
    assertContent(content(2, SMALL + 1), findOne(KEY));
    assertEquals(List.of(), front.find(KEY));
    promotesLarge = true;
    assertContent(content(2, SMALL + 1), findOne(KEY));
    assertContent(content(2, SMALL + 1), only(front));
  }

  @Test
  void whatWasRequestedEarlierDoesNotComeBeforeWhatTheBackHas() throws TransferException {
    for (int size : new int[] {10, SMALL + 1}) {
      store(KEY, receivedAt(NOON.plusSeconds(60), Fields.EMPTY), content(1, size));
      evictFromFront();
      store(KEY, head(), content(2, 10));
      assertContent(content(1, size), only(back));
      assertContent(content(1, size), findOne(KEY));
      store().invalidate(KEY);
    }
  }

  @Test
  void whatCameLateLeavesWhatTheFrontHasOrNothing() throws TransferException {
    store(KEY, receivedAt(NOON.plusSeconds(60), Fields.EMPTY), content(1, 10));
    store(KEY, head(), content(2, 10));
    assertContent(content(1, 10), only(front));
    assertContent(content(1, 10), only(back));
    store(KEY, variant("br"), content(3, 10));
    assertEquals(List.of(), front.find(KEY), "all variants or none");
    assertEquals(2, store().find(KEY).size());
  }

  @Test
  void norDoesItComeBeforeWhatWasFreshenedSince() throws TransferException {
    StoredResponse stored = store(KEY, head(), content(1, 10));
    stored.freshen(receivedAt(NOON.plusSeconds(60), Fields.EMPTY));
    evictFromFront();
    store(KEY, receivedAt(NOON.plusSeconds(30), Fields.EMPTY), content(2, 10));
    assertContent(content(1, 10), findOne(KEY));
  }

  @Test
  void ofAClockThatWasSetBackNothingIsKnownAnyMore() throws TransferException {
    store(KEY, receivedAt(NOON.plusSeconds(60), Fields.EMPTY), content(1, 10));
    ((InventoryPort) store()).distrustAges();
    store(KEY, head(), content(2, 10));
    assertContent(content(2, 10), only(front));
    assertContent(content(2, 10), only(back));
  }

  @Test
  void whatIsLargerStillStaysInTheBack() throws TransferException {
    store(KEY, head(), content(2, LARGE + 1));
    assertContent(content(2, LARGE + 1), findOne(KEY));
    assertEquals(List.of(), front.find(KEY));
  }

  @Test
  void whatIsReadOftenComesToTheFront() throws TransferException {
    FaultyStore ahead = new FaultyStore(new MapStore());
    try (TieredStore usual = TieredStore.of(ahead, back)) {
      store(usual, KEY, head(), content(3, LARGE));
      int reads = 0;
      while (ahead.find(KEY).isEmpty()) {
        assertContent(content(3, LARGE), only(usual));
        assertTrue(++reads < 1000, "read in vain");
      }
    }
  }

  @Test
  void whatIsInFrontIsServedWithoutTheBack() throws TransferException {
    store(KEY, head(), content(2, 10));
    int asked = back.calls(Operation.FIND) + back.calls(Operation.OPEN);
    assertContent(content(2, 10), findOne(KEY));
    assertEquals(asked, back.calls(Operation.FIND) + back.calls(Operation.OPEN));
  }

  @Test
  void whatIsReadFromTheBackIsInFrontThen() throws TransferException {
    for (int size : new int[] {0, 10, LARGE}) {
      store(KEY, head(), content(3, size));
      evictFromFront();
      assertContent(content(3, size), findOne(KEY));
      assertContent(content(3, size), only(front));
    }
  }

  /** As one whose memory was given to others since it was found. */
  @Test
  void whatTheFrontDoesNotOpenAnyMoreIsReadFromTheBack() throws TransferException {
    StoredResponse committed = store(KEY, head(), content(3, SMALL));
    evictFromFront();
    StoredResponse found = findOne(KEY);
    evictFromFront();
    front.breakOn(Operation.OPEN);
    assertContent(content(3, SMALL), committed);
    assertContent(content(3, SMALL), found);
    byte[] part = read(committed.open(new ByteRange(10, 19)));
    assertArrayEquals(Arrays.copyOfRange(content(3, SMALL), 10, 20), part);
    store(KEY, head(), content(4, 10));
    evictFromFront();
    assertContent(content(4, 10), findOne(KEY));
  }

  @Test
  void aPartIsReadFromTheBackAndLeftThere() throws TransferException {
    store(KEY, head(), content(4, LARGE));
    evictFromFront();
    byte[] part = read(findOne(KEY).open(new ByteRange(10, 19)));
    assertArrayEquals(Arrays.copyOfRange(content(4, LARGE), 10, 20), part);
    assertEquals(List.of(), front.find(KEY));
  }

  @Test
  void whatIsReadHalfIsNotInFront() throws TransferException {
    store(KEY, head(), content(5, LARGE));
    evictFromFront();
    back.breakOn(Operation.READ);
    assertThrows(TransferException.class, () -> read(findOne(KEY).open()));
    assertEquals(List.of(), front.find(KEY));
  }

  @Test
  void smallVariantsComeToTheFrontTogether() throws TransferException {
    store(KEY, variant("br"), content(6, 10));
    store(KEY, variant("gzip"), content(7, 20));
    evictFromFront();
    assertEquals(2, store().find(KEY).size());
    for (StoredResponse stored : store().find(KEY)) {
      assertEquals(stored.length(), read(stored.open()).length);
    }
    assertEquals(2, front.find(KEY).size());
    assertEquals(2, store().find(KEY).size());
  }

  @Test
  void largeVariantsStayInTheBackSoThatNoneIsHidden() throws TransferException {
    store(KEY, variant("br"), content(8, LARGE));
    store(KEY, variant("gzip"), content(9, 20));
    evictFromFront();
    for (int i = 0; i < 2; i++) {
      StoredResponse one = store().find(KEY).get(i);
      assertEquals(one.length(), read(one.open()).length);
      assertEquals(2, store().find(KEY).size());
    }
  }

  @Test
  void aVariantThatJoinsOthersInTheBackHidesNone() throws TransferException {
    store(KEY, variant("br"), content(10, 10));
    evictFromFront();
    store(KEY, variant("gzip"), content(11, 10));
    assertEquals(2, store().find(KEY).size());
  }

  /** The fields say that there are variants, though nothing of the request selects this one. */
  @Test
  void norDoesOneThatWasAskedForWithoutTheFieldThatSelects() throws TransferException {
    store(KEY, variant("br"), content(10, 10));
    evictFromFront();
    StoredHead plain = head();
    StoredHead varying =
        new StoredHead(
            plain.status(),
            plain.reason(),
            plain.fields().plus("Vary", "Accept-Encoding"),
            plain.selecting(),
            plain.requestedAt(),
            plain.receivedAt());
    store(KEY, varying, content(11, 10));
    assertEquals(2, store().find(KEY).size());
  }

  @Test
  void whatIsInvalidatedOrReplacedWhileItIsPromotedDoesNotComeBack() throws TransferException {
    for (Runnable change :
        List.<Runnable>of(
            () -> store().invalidate(KEY),
            () -> store().invalidate(group("http://origin.example.org", "x")),
            () -> findOne(KEY).remove(),
            () -> storeUnchecked(content(13, 10)))) {
      store(KEY, grouped("\"x\""), content(12, LARGE));
      evictFromFront();
      Collector collector = new Collector();
      try (Body body = findOne(KEY).open()) {
        body.writeTo(
            bytes -> {
              if (collector.bytes().length == 0) {
                change.run();
              }
              collector.write(bytes);
            });
      }
      assertEquals(
          back.find(KEY).stream().map(StoredResponse::length).toList(),
          store().find(KEY).stream().map(StoredResponse::length).toList());
      store().invalidate(KEY);
    }
  }

  private void storeUnchecked(byte[] content) {
    try {
      store(KEY, head(), content);
    } catch (TransferException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatWasFoundBeforeItWasInvalidatedIsNotPromoted() throws TransferException {
    for (int size : new int[] {10, LARGE}) {
      store(KEY, head(), content(14, size));
      evictFromFront();
      StoredResponse found = findOne(KEY);
      store().invalidate(KEY);
      try {
        read(found.open());
      } catch (TransferException e) {
        assertEquals(TransferException.Side.STORE, e.side());
      }
      assertNothingUnder(KEY);
    }
  }

  @Test
  void freshenedInFrontIsFreshenedInTheBack() throws TransferException {
    StoredHead fresh = receivedAt(NOON.plusSeconds(9), Fields.EMPTY);
    store(KEY, head(), content(15, 10));
    findOne(KEY).freshen(fresh);
    assertEquals(fresh, only(front).head());
    assertEquals(fresh, only(back).head());
  }

  @Test
  void whatTheFrontEvictedSinceItWasFoundIsFreshenedInTheBack() throws TransferException {
    store(KEY, head(), content(42, 10));
    StoredResponse found = findOne(KEY);
    evictFromFront();
    StoredHead fresh = receivedAt(NOON.plusSeconds(9), Fields.EMPTY);
    found.freshen(fresh);
    assertEquals(fresh, only(back).head());
    assertEquals(fresh, findOne(KEY).head());
  }

  @Test
  void whatTheFrontEvictedSinceItWasFoundIsRemovedFromTheBack() throws TransferException {
    store(KEY, head(), content(43, 10));
    StoredResponse found = findOne(KEY);
    evictFromFront();
    found.remove();
    assertNothingUnder(KEY);
  }

  @Test
  void whatWasEvictedAndPromotedSinceItWasFoundIsFreshenedInBoth() throws TransferException {
    store(KEY, head(), content(44, 10));
    StoredResponse found = findOne(KEY);
    evictFromFront();
    assertContent(content(44, 10), findOne(KEY));
    StoredHead fresh = receivedAt(NOON.plusSeconds(9), Fields.EMPTY);
    found.freshen(fresh);
    assertEquals(fresh, only(back).head());
    assertEquals(fresh, findOne(KEY).head());
  }

  @Test
  void freshenedInTheBackIsNotServedStaleFromTheFront() throws TransferException {
    StoredHead fresh = receivedAt(NOON.plusSeconds(9), Fields.EMPTY);
    store(KEY, head(), content(16, 10));
    evictFromFront();
    StoredResponse inBack = findOne(KEY);
    read(inBack.open());
    inBack.freshen(fresh);
    assertEquals(fresh, findOne(KEY).head());
    assertContent(content(16, 10), findOne(KEY));
  }

  /** All of the same length, and the one that is meant not the newest. */
  @Test
  void whatTheFrontEvictsMeanwhileIsNotTakenForWhatIsChanged() throws TransferException {
    List<Consumer<StoredResponse>> changes =
        List.of(
            stored -> stored.freshen(receivedAt(NOON.plusSeconds(9), stored.head().selecting())),
            StoredResponse::remove);
    for (Consumer<StoredResponse> change : changes) {
      store(KEY, variant("gzip"), content(40, 10));
      StoredHead newer = receivedAt(NOON.plusSeconds(1), variant("br").selecting());
      store(KEY, newer, content(41, 10));
      StoredResponse older = store().find(KEY).getLast();
      front.evictWhatIsChanged();
      change.accept(older);
      front.mend();
      StoredResponse other =
          back.find(KEY).stream().filter(s -> s.head().equals(newer)).findAny().orElseThrow();
      assertContent(content(41, 10), other);
      store().invalidate(KEY);
    }
  }

  @Test
  void removedInFrontIsRemovedInTheBackThoughFreshenedBefore() throws TransferException {
    store(KEY, head(), content(17, 10));
    StoredResponse inFront = findOne(KEY);
    inFront.freshen(receivedAt(NOON.plusSeconds(9), Fields.EMPTY));
    inFront.remove();
    assertNothingUnder(KEY);
    assertEquals(List.of(), back.find(KEY));
  }

  @Test
  void aFrontThatRefusesIsNoFailureAndKeepsNothingOld() throws TransferException {
    for (Operation refused : List.of(Operation.BEGIN, Operation.APPEND, Operation.COMMIT)) {
      store(KEY, head(), content(18, 10));
      front.breakOn(refused);
      assertContent(content(19, LARGE), store(KEY, head(), content(19, LARGE)));
      front.mend();
      assertEquals(List.of(), front.find(KEY));
      assertContent(content(19, LARGE), findOne(KEY));
    }
  }

  @Test
  void aBackThatRefusesLeavesTheFrontStoringAndNothingOldComesBack() throws TransferException {
    for (Operation refused : List.of(Operation.BEGIN, Operation.APPEND, Operation.COMMIT)) {
      store(KEY, head(), content(20, 10));
      int size = refused == Operation.BEGIN ? LARGE : SMALL;
      back.breakOn(refused);
      assertContent(content(21, size), store(KEY, head(), content(21, size)));
      back.mend();
      assertContent(content(21, size), findOne(KEY));
      evictFromFront();
      assertNothingUnder(KEY);
    }
  }

  @Test
  void whatBothRefuseFailsAndChangesNothing() throws TransferException {
    store(KEY, head(), content(22, 10));
    for (Operation refused : List.of(Operation.BEGIN, Operation.APPEND, Operation.COMMIT)) {
      front.breakOn(refused, Kind.TOO_LARGE);
      back.breakOn(refused, Kind.OVERLOADED);
      assertRefused(Kind.OVERLOADED, () -> store(KEY, head(), content(23, 10)));
      front.mend();
      back.mend();
      assertContent(content(22, 10), findOne(KEY));
      assertContent(content(22, 10), only(back));
    }
  }

  @Test
  void followersGoOnWithTheStoreThatIsLeft() throws TransferException {
    for (FaultyStore failing : List.of(front, back)) {
      byte[] content = content(24, LARGE);
      PendingResponse pending = store().begin(KEY, head(), OptionalLong.empty());
      Collector collector = new Collector();
      append(pending, Arrays.copyOf(content, 500));
      try (Body body = pending.follow()) {
        body.writeTo(
            bytes -> {
              boolean first = collector.bytes().length == 0;
              collector.write(bytes);
              if (first) {
                failing.breakOn(Operation.APPEND);
                append(pending, Arrays.copyOfRange(content, 500, LARGE));
                pending.commit();
              }
            });
      }
      assertArrayEquals(content, collector.bytes());
      failing.mend();
      store().invalidate(KEY);
    }
  }

  @Test
  void aBackThatDoesNotFindLeavesWhatIsInFront() throws TransferException {
    store(KEY, head(), content(25, 10));
    back.breakOn(Operation.FIND);
    back.breakOn(Operation.OPEN);
    assertContent(content(25, 10), findOne(KEY));
  }

  @Test
  void theBackIsToldOfHitsInFront() throws TransferException {
    store(KEY, head(), content(26, 10));
    int before = back.calls(Operation.USED);
    for (int i = 0; i < 1000; i++) {
      findOne(KEY).open().close();
    }
    assertEquals(100, back.calls(Operation.USED) - before);
  }

  @Test
  void theSizeAndTheVisitedAreTheBacks() throws TransferException {
    store(KEY, head(), content(27, 10));
    evictFromFront();
    assertEquals(1, store().size().responses());
    InventoryPort inventory = assertInstanceOf(InventoryPort.class, store());
    List<StoredResponse> visited = new ArrayList<>();
    inventory.visit(visited::add);
    assertEquals(1, visited.size());
    assertEquals(back.space(), inventory.space());
  }

  @Test
  void bothAreClosed() throws TransferException {
    store(KEY, head(), content(28, 10));
    store().close();
    assertEquals(List.of(), front.find(KEY));
    assertEquals(List.of(), back.find(KEY));
  }
}
