package larder.store;

import java.util.List;
import java.util.OptionalLong;
import larder.http.TransferException;

/**
 * Keeps responses, within a bound in bytes. Safe for all threads. A failure never says more than
 * that nothing is found or nothing can be stored: whoever asks goes to the origin.
 */
public interface ResponseStore extends AutoCloseable {
  /**
   * All responses stored under that key, the one received last first. Empty if there is none, and
   * if they cannot be read. May block for a disk.
   */
  List<StoredResponse> find(StoreKey key);

  /**
   * Begins to store a response. Nobody finds it before its commit.
   *
   * @param length the number of bytes that the sender announced
   * @throws TransferException with side {@code STORE}: {@code TOO_LARGE} if it can never be kept,
   *     {@code OVERLOADED} if there is no room for it now, {@code FAILED} if the store is broken or
   *     closed
   */
  PendingResponse begin(StoreKey key, StoredHead head, OptionalLong length)
      throws TransferException;

  /** Removes all responses stored under that key. What is pending is not touched. */
  void invalidate(StoreKey key);

  /**
   * Removes all responses of that group; other variants stored under their keys may go with them.
   * What is pending is not touched. May block for a disk.
   */
  void invalidate(StoreGroup group);

  /**
   * Says that a response with that key, which may be stored here, was served from somewhere else:
   * it counts as used when something must be evicted. Never waits for a disk.
   */
  default void used(StoreKey key) {}

  StoreSize size();

  /**
   * Completes what was committed and gives back what it holds; every use afterwards finds nothing
   * and stores nothing. Any number of times; never throws.
   */
  @Override
  void close();
}
