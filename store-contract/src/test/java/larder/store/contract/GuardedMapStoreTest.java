package larder.store.contract;

import larder.store.GuardedStore;
import larder.store.ResponseStore;

/** A guard keeps the promises of what it guards. */
class GuardedMapStoreTest extends ResponseStoreContract {
  @Override
  protected ResponseStore openStore() {
    return GuardedStore.over(
        new MapStore(),
        fault -> {
          throw new AssertionError("None was expected", fault);
        });
  }
}
