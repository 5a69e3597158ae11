package larder.memory;

import larder.store.ResponseStore;
import larder.store.TieredStore;
import larder.store.contract.BoundedStoreContract;

/** Two stores in memory, one behind the other, keep the promises and the bounds of one. */
class TieredMemoryStoreTest extends BoundedStoreContract {
  @Override
  protected ResponseStore openStore() {
    return TieredStore.of(
        MemoryStore.open(MemorySettings.ofBytes(500_000)),
        MemoryStore.open(MemorySettings.ofBytes(100_000_000)));
  }

  @Override
  protected ResponseStore openSmallStore() {
    return TieredStore.of(
        MemoryStore.open(
            new MemorySettings(
                MAX_BYTES / 4, MAX_OBJECT_BYTES / 4, MAX_OBJECT_BYTES, MAX_VARIANTS)),
        MemoryStore.open(
            new MemorySettings(MAX_BYTES, MAX_OBJECT_BYTES, 2 * MAX_OBJECT_BYTES, MAX_VARIANTS)));
  }
}
