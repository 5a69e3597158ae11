package larder.store;

import larder.http.Body;
import larder.http.ByteRange;
import larder.http.TransferException;

/**
 * A response that was committed: a version that never changes. Freshening or replacing it makes
 * another stored response. Safe for all threads.
 */
public interface StoredResponse {
  StoreKey key();

  StoredHead head();

  /** The number of bytes of its content. */
  long length();

  /**
   * Opens its content. The body gives this version to the end, or fails: never part of another.
   *
   * @throws TransferException with side {@code STORE} if it is gone or damaged
   */
  Body open() throws TransferException;

  /**
   * Opens a part of its content.
   *
   * @throws TransferException with side {@code STORE} if the content is gone or damaged
   * @throws IllegalArgumentException if the range ends after the content
   */
  Body open(ByteRange range) throws TransferException;

  /**
   * Replaces the head and keeps the content (RFC 9111, section 4.3.4). Does nothing if the response
   * was replaced or removed meanwhile, or if its head by now was requested later than this one: of
   * two answers about one content the most recent counts, whichever arrived first. Does not wait
   * for a disk.
   */
  void freshen(StoredHead head);

  /** Removes this response, but no other variant. Does not wait for a disk. */
  void remove();
}
