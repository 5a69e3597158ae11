package larder.store;

import java.util.List;
import java.util.OptionalLong;
import larder.http.TransferException;

/**
 * Keeps responses, bounded in bytes. Safe for all threads. A failure only ever means that nothing
 * is found or nothing can be stored: the caller then goes to the origin.
 */
public interface ResponseStore extends AutoCloseable {
  /**
   * All responses stored under the key, most recently received first. Empty if there are none or
   * they cannot be read. May block on a disk.
   */
  List<StoredResponse> find(StoreKey key);

  /**
   * Begins to store a response. Nobody finds it before it is committed.
   *
   * @param length the number of bytes that the sender announced
   * @throws TransferException with side {@code STORE}: {@code TOO_LARGE} if the response can never
   *     be kept, {@code OVERLOADED} if there is no room for it now, {@code FAILED} if the store is
   *     broken or closed
   */
  PendingResponse begin(StoreKey key, StoredHead head, OptionalLong length)
      throws TransferException;

  /** Removes all responses stored under the key. Pending responses are not affected. */
  void invalidate(StoreKey key);

  /**
   * Removes all responses of the group; other variants under their keys may be removed with them.
   * Pending responses are not affected. May block on a disk.
   */
  void invalidate(StoreGroup group);

  /**
   * Says that a response with this key, which may be stored here, was served from elsewhere, and
   * counts as used for eviction. Never waits for a disk.
   */
  default void used(StoreKey key) {}

  StoreSize size();

  /**
   * Completes what was committed and releases all resources. After that the store finds and stores
   * nothing. Idempotent; never throws.
   */
  @Override
  void close();
}
