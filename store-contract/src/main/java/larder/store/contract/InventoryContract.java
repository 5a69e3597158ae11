package larder.store.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import larder.http.Fields;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;
import larder.store.InventoryPort;
import larder.store.InventoryPort.Verified;
import larder.store.StoreKey;
import larder.store.StoreSpace;
import larder.store.StoredResponse;
import org.junit.jupiter.api.Test;

/** The upkeep of a store. */
public abstract class InventoryContract extends GroupsContract {
  protected InventoryContract() {}

  final InventoryPort inventory() {
    return assertInstanceOf(InventoryPort.class, store());
  }

  final List<StoredResponse> visited() throws TransferException {
    List<StoredResponse> visited = new ArrayList<>();
    inventory().visit(visited::add);
    return visited;
  }

  @Test
  void everyStoredResponseIsVisited() throws TransferException {
    store(KEY, variant("br"), content(41, 10));
    store(KEY, variant("gzip"), content(42, 3 * chunkSize()));
    store(OTHER_KEY, head(), content(43, 10));
    List<StoredResponse> visited = visited();
    assertEquals(3, visited.size());
    for (StoredResponse stored : visited) {
      assertEquals(stored.length(), read(stored.open()).length);
    }
    visited.forEach(StoredResponse::remove);
    settle(store());
    assertEquals(List.of(), visited());
  }

  @Test
  void aVisitorWhoHasSeenEnoughSeesNoMore() throws TransferException {
    store(KEY, head(), content(44, 10));
    store(OTHER_KEY, head(), content(45, 10));
    List<StoredResponse> visited = new ArrayList<>();
    inventory()
        .visit(
            stored -> {
              visited.add(stored);
              return false;
            });
    assertEquals(1, visited.size());
  }

  @Test
  void whatAVisitorThrowsIsThrown() throws TransferException {
    store(KEY, head(), content(46, 10));
    TransferException own = new TransferException(Side.CLIENT, Kind.CUT_SHORT, "gone");
    TransferException thrown =
        assertThrows(
            TransferException.class,
            () ->
                inventory()
                    .visit(
                        stored -> {
                          throw own;
                        }));
    assertSame(own, thrown);
  }

  @Test
  void nobodyKnowsHowOldAnythingIsWhenTheClockWasSetBack() throws TransferException {
    store(KEY, head(), content(48, 10));
    inventory().distrustAges();
    for (StoredResponse stored : store().find(KEY)) {
      assertEquals(Instant.EPOCH, stored.head().receivedAt());
      assertContent(content(48, 10), stored);
    }
    for (StoredResponse stored : visited()) {
      assertEquals(Instant.EPOCH, stored.head().receivedAt());
    }
    store(OTHER_KEY, head(), content(49, 10));
    assertEquals(NOON, findOne(OTHER_KEY).head().receivedAt());
    settle(store());
    assertEquals(NOON, findOne(OTHER_KEY).head().receivedAt());
  }

  @Test
  void whatIsFreshenedThenHasItsNewTimes() throws TransferException {
    store(KEY, head(), content(50, 10));
    inventory().distrustAges();
    for (StoredResponse stored : store().find(KEY)) {
      stored.freshen(head());
      settle(store());
      assertEquals(NOON, findOne(KEY).head().receivedAt());
    }
  }

  @Test
  void theSpaceIsOfAllThatIsStored() throws TransferException {
    store(KEY, head(), content(47, 5000));
    settle(store());
    StoreSpace space = inventory().space();
    assertEquals(store().size(), space.stored());
    assertTrue(space.taken() >= 5000, () -> space.toString());
    assertTrue(space.bound() > space.taken(), () -> space.toString());
  }

  @Test
  void whatIsSoundIsCountedAndStays() throws TransferException {
    store(KEY, variant("br"), content(48, 10));
    store(KEY, variant("gzip"), content(49, 3 * chunkSize()));
    store(OTHER_KEY, head(), new byte[0]);
    List<Long> progress = new ArrayList<>();
    Verified verified = inventory().verify(progress::add);
    assertEquals(new Verified(3, 10 + 3L * chunkSize(), 0), verified);
    assertEquals(List.of(1L, 2L, 3L), progress);
    assertEquals(3, visited().size());
  }

  @Test
  void whatIsRemovedWhileItIsVisitedIsGone() throws TransferException {
    for (int i = 0; i < 50; i++) {
      store(new StoreKey("http://origin.example.org/" + i), head(), content(i, 100));
    }
    inventory()
        .visit(
            stored -> {
              stored.remove();
              return true;
            });
    inventory().compact();
    assertEquals(List.of(), visited());
    assertEquals(0, store().size().responses());
  }

  @Test
  void whatIsCompactedIsWhatItWas() throws TransferException {
    store(KEY, head(), content(50, 10));
    store(OTHER_KEY, head(), content(51, 3 * chunkSize()));
    store(KEY, head(), content(52, 20));
    findOne(OTHER_KEY).freshen(receivedAt(NOON.plusSeconds(5), Fields.EMPTY));
    inventory().compact();
    assertContent(content(52, 20), findOne(KEY));
    assertContent(content(51, 3 * chunkSize()), findOne(OTHER_KEY));
    assertEquals(NOON.plusSeconds(5), findOne(OTHER_KEY).head().receivedAt());
  }
}
