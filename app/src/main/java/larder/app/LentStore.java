package larder.app;

import java.util.List;
import java.util.OptionalLong;
import larder.http.TransferException;
import larder.store.PendingResponse;
import larder.store.ResponseStore;
import larder.store.StoreGroup;
import larder.store.StoreKey;
import larder.store.StoreSize;
import larder.store.StoredHead;
import larder.store.StoredResponse;

/** A store that its owner closes. */
record LentStore(ResponseStore store) implements ResponseStore {
  @Override
  public List<StoredResponse> find(StoreKey key) {
    return store.find(key);
  }

  @Override
  public PendingResponse begin(StoreKey key, StoredHead head, OptionalLong length)
      throws TransferException {
    return store.begin(key, head, length);
  }

  @Override
  public void invalidate(StoreKey key) {
    store.invalidate(key);
  }

  @Override
  public void invalidate(StoreGroup group) {
    store.invalidate(group);
  }

  @Override
  public void used(StoreKey key) {
    store.used(key);
  }

  @Override
  public StoreSize size() {
    return store.size();
  }

  /** Does nothing: the owner closes the store. */
  @Override
  public void close() {}
}
