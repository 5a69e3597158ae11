package larder.store.contract;

import larder.store.ResponseStore;

/** The plain store keeps the promises too, but for the bounds. */
class MapStoreTest extends ResponseStoreContract {
  @Override
  protected ResponseStore openStore() {
    return new MapStore();
  }
}
