package larder.memory;

import static larder.memory.MemoryStoreTest.key;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import larder.http.Fields;
import larder.http.TransferException;
import larder.store.PendingResponse;
import larder.store.StoreGroup;
import larder.store.StoreKey;
import larder.store.StoreSize;
import larder.store.StoredHead;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A store that has no memory for one of its changes. */
class NoMemoryTest {
  private static final int COUNT = 10;
  private static final StoreGroup A = new StoreGroup("http://origin.example.org", "a");

  private final Failing groups = new Failing();

  @AutoClose
  private final MemoryStore store = MemoryStore.open(MemorySettings.ofBytes(1_000_000), groups);

  /** Fails once, where it is told to. */
  private static final class Failing extends GroupIndex {
    private boolean failsToChange;
    private boolean failsToAdd;

    @Override
    void change(StoreKey key, Set<StoreGroup> before, Set<StoreGroup> after) {
      if (failsToChange) {
        failsToChange = false;
        throw new OutOfMemoryError("on purpose");
      }
      super.change(key, before, after);
    }

    @Override
    void add(StoreGroup group, StoreKey key) {
      if (failsToAdd) {
        failsToAdd = false;
        throw new OutOfMemoryError("on purpose");
      }
      super.add(group, key);
    }
  }

  private void commit(int number, String group) throws TransferException {
    StoredHead head =
        new StoredHead(
            200,
            "OK",
            Fields.of("Cache-Groups", "\"" + group + "\""),
            Fields.EMPTY,
            Instant.EPOCH,
            Instant.EPOCH);
    try (PendingResponse pending = store.begin(key(number), head, OptionalLong.of(0))) {
      pending.commit();
    }
  }

  private void fill() throws TransferException {
    for (int number = 0; number < COUNT; number++) {
      commit(number, "a");
    }
  }

  @Test
  void theOthersOfAGroupAreInvalidatedThoughOneFails() throws Exception {
    fill();
    groups.failsToChange = true;
    assertThrows(OutOfMemoryError.class, () -> store.invalidate(A));
    assertEquals(1, store.size().responses());
    store.invalidate(A);
    assertEquals(0, store.size().responses());
  }

  @Test
  void theOthersAreForgottenThoughOneFails() throws Exception {
    fill();
    groups.failsToChange = true;
    assertThrows(OutOfMemoryError.class, store::distrustAges);
    assertEquals(1, store.size().responses());
  }

  @Test
  void whatCouldNotBeReplacedIsStillInItsGroup() throws Exception {
    commit(1, "a");
    StoreSize before = store.size();
    groups.failsToAdd = true;
    assertThrows(OutOfMemoryError.class, () -> commit(1, "another"));
    assertEquals(before, store.size());
    assertEquals(1, store.find(key(1)).size());
    store.invalidate(A);
    assertEquals(List.of(), store.find(key(1)));
  }
}
