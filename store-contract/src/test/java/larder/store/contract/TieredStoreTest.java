package larder.store.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import larder.http.Fields;
import larder.http.TransferException;
import larder.store.InventoryPort;
import larder.store.StoredHead;
import larder.store.StoredResponse;
import larder.store.contract.FaultyStore.Operation;
import org.junit.jupiter.api.Test;

/** What goes to which of the two stores, and what changes where. */
class TieredStoreTest extends TieredFixture {
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
  void whatWasRequestedEarlierDoesNotComeBeforeWhatWasFreshenedSince() throws TransferException {
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
