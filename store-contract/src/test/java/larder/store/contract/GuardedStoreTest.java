package larder.store.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import larder.http.Body;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;
import larder.store.GuardedStore;
import larder.store.InventoryPort;
import larder.store.PendingResponse;
import larder.store.ResponseStore;
import larder.store.StoredResponse;
import larder.store.contract.FaultyStore.Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a store that throws does to those who ask it: what the port says, and no more. */
class GuardedStoreTest extends StoreFixture {
  private final FaultyStore faulty = new FaultyStore(new MapStore());
  private final List<RuntimeException> faults = new ArrayList<>();

  @Override
  protected ResponseStore openStore() {
    return GuardedStore.over(faulty, faults::add);
  }

  private static void assertFails(TransferException failure) {
    assertEquals(Side.STORE, failure.side());
    assertEquals(Kind.FAILED, failure.kind());
  }

  private void assertOneFault() {
    assertEquals(1, faults.size());
    assertEquals(UnsupportedOperationException.class, faults.getFirst().getClass());
  }

  @Test
  void whatCannotBeLookedUpIsNotFound() throws Exception {
    store(KEY, head(), content(1, 10));
    faulty.throwOn(Operation.FIND);
    assertEquals(List.of(), store().find(KEY));
    assertOneFault();
    faulty.mend();
    assertContent(content(1, 10), findOne(KEY));
  }

  @Test
  void whatCannotBeOpenedFails() throws Exception {
    store(KEY, head(), content(1, 10));
    StoredResponse stored = findOne(KEY);
    faulty.throwOn(Operation.OPEN);
    assertFails(assertThrows(TransferException.class, stored::open));
    assertOneFault();
  }

  @Test
  void whatCannotBeReadFails() throws Exception {
    store(KEY, head(), content(1, 10));
    faulty.throwOn(Operation.READ);
    try (Body body = findOne(KEY).open()) {
      assertFails(assertThrows(TransferException.class, () -> body.writeTo(bytes -> {})));
    }
    assertOneFault();
  }

  @Test
  void whatASinkThrowsIsItsOwn() throws Exception {
    store(KEY, head(), content(1, 10));
    RuntimeException own = new IllegalStateException("the sink's");
    try (Body body = findOne(KEY).open()) {
      assertSame(
          own,
          assertThrows(
              IllegalStateException.class,
              () ->
                  body.writeTo(
                      bytes -> {
                        throw own;
                      })));
    }
    assertEquals(List.of(), faults);
  }

  @ParameterizedTest
  @EnumSource(names = {"INVALIDATE", "REMOVE"})
  void aStoreThatHasNoMemoryToForgetIsNotAskedAnyMore(Operation forgetting) throws Exception {
    store(KEY, head(), content(1, 10));
    StoredResponse stored = findOne(KEY);
    OutOfMemoryError none = new OutOfMemoryError("on purpose");
    faulty.during(
        forgetting,
        () -> {
          throw none;
        });
    Executable forget =
        forgetting == Operation.REMOVE ? stored::remove : () -> store().invalidate(KEY);
    assertSame(none, assertThrows(OutOfMemoryError.class, forget));
    assertNothingUnder(KEY);
  }

  @Test
  void whatCannotBeStoredIsRefusedAtEachStep() throws Exception {
    faulty.throwOn(Operation.BEGIN);
    assertFails(
        assertThrows(
            TransferException.class, () -> store().begin(KEY, head(), OptionalLong.empty())));
    faulty.mend();
    faulty.throwOn(Operation.APPEND);
    try (PendingResponse pending = store().begin(KEY, head(), OptionalLong.empty())) {
      ByteBuffer bytes = ByteBuffer.allocate(1);
      assertFails(assertThrows(TransferException.class, () -> pending.append(bytes)));
    }
    faulty.mend();
    faulty.throwOn(Operation.COMMIT);
    try (PendingResponse pending = store().begin(KEY, head(), OptionalLong.empty())) {
      assertFails(assertThrows(TransferException.class, pending::commit));
    }
    assertEquals(3, faults.size());
  }

  @Test
  void whatCannotBeFreshenedStaysAsItIs() throws Exception {
    store(KEY, head(), content(1, 10));
    faulty.throwOn(Operation.FRESHEN);
    findOne(KEY).freshen(head());
    assertContent(content(1, 10), findOne(KEY));
    assertOneFault();
  }

  @Test
  void aStoreThatCannotForgetIsNotTrustedAnyMore() throws Exception {
    store(KEY, head(), content(1, 10));
    store(OTHER_KEY, head(), content(2, 10));
    faulty.throwOn(Operation.INVALIDATE);
    store().invalidate(KEY);
    assertOneFault();
    faulty.mend();
    assertEquals(List.of(), store().find(KEY));
    assertEquals(List.of(), store().find(OTHER_KEY));
    assertFails(
        assertThrows(
            TransferException.class, () -> store().begin(KEY, head(), OptionalLong.empty())));
    List<StoredResponse> visited = new ArrayList<>();
    ((InventoryPort) store()).visit(visited::add);
    assertEquals(List.of(), visited);
  }

  @Test
  void aStoreThatCannotRemoveIsNotTrustedAnyMore() throws Exception {
    store(KEY, head(), content(1, 10));
    faulty.throwOn(Operation.REMOVE);
    findOne(KEY).remove();
    assertOneFault();
    assertEquals(List.of(), store().find(KEY));
  }

  @Test
  void whatCannotBeLookedThroughFails() {
    faulty.throwOn(Operation.VISIT);
    assertFails(
        assertThrows(TransferException.class, () -> ((InventoryPort) store()).visit(each -> true)));
    assertOneFault();
  }

  @Test
  void whatIsOnlyTakenNoticeOfHarmsNobody() throws Exception {
    store(KEY, head(), content(1, 10));
    faulty.throwOn(Operation.USED);
    store().used(KEY);
    assertOneFault();
    assertContent(content(1, 10), findOne(KEY));
  }

  @Test
  void whatDoesNotSettleIsSaidNotTo() throws Exception {
    InventoryPort inventory = (InventoryPort) store();
    faulty.throwOn(Operation.SETTLE);
    assertFails(assertThrows(TransferException.class, inventory::settle));
    assertFails(assertThrows(TransferException.class, inventory::compact));
    faulty.throwOn(Operation.VISIT);
    assertFails(
        assertThrows(TransferException.class, () -> inventory.verify(InventoryPort.Watch.NONE)));
    assertEquals(3, faults.size());
    faulty.mend();
    inventory.settle();
  }

  /** What was to be removed may still be there, whatever the store says. */
  @Test
  void whoIsNotTrustedHasNotSettled() {
    faulty.throwOn(Operation.INVALIDATE);
    store().invalidate(KEY);
    faulty.mend();
    InventoryPort inventory = (InventoryPort) store();
    assertFails(assertThrows(TransferException.class, inventory::settle));
  }
}
