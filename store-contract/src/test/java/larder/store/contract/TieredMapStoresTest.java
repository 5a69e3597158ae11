package larder.store.contract;

import larder.store.ResponseStore;
import larder.store.TieredStore;

/** Two plain stores, one behind the other, keep the promises of one. */
class TieredMapStoresTest extends ResponseStoreContract {
  @Override
  protected ResponseStore openStore() {
    return TieredStore.of(new MapStore(), new MapStore());
  }
}
