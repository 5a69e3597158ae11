package larder.store;

import larder.http.Body;
import larder.http.ByteRange;
import larder.http.TransferException;

/**
 * One response that was committed: a version that never changes. What freshens or replaces it is
 * another stored response. Safe for all threads.
 */
public interface StoredResponse {
  StoreKey key();

  StoredHead head();

  /** The number of bytes of its content. */
  long length();

  /**
   * Its content. Gives this version to the end, or fails: never part of another one.
   *
   * @throws TransferException with side {@code STORE} if it is gone or damaged
   */
  Body open() throws TransferException;

  /**
   * A part of its content.
   *
   * @throws TransferException with side {@code STORE} if it is gone or damaged
   * @throws IllegalArgumentException if the range ends after the content
   */
  Body open(ByteRange range) throws TransferException;

  /**
   * Gives it another head, the content staying what it is (RFC 9111, section 4.3.4). Nothing
   * happens if it was replaced or removed meanwhile, nor if it has a head by now that was requested
   * later than this one: of two answers about one content the most recent counts, whichever came
   * first. Does not wait for a disk.
   */
  void freshen(StoredHead head);

  /** Removes this one, and no other variant. Does not wait for a disk. */
  void remove();
}
