package larder.memory;

import larder.store.ResponseStore;
import larder.store.contract.BoundedStoreContract;

/** The store in memory keeps every promise. */
class MemoryStoreTest extends BoundedStoreContract {
  @Override
  protected ResponseStore openStore() {
    return MemoryStore.open(MemorySettings.ofBytes(100_000_000));
  }

  @Override
  protected ResponseStore openSmallStore() {
    return MemoryStore.open(
        new MemorySettings(MAX_BYTES, MAX_OBJECT_BYTES, 2 * MAX_OBJECT_BYTES, MAX_VARIANTS));
  }
}
