package larder.store;

import java.nio.ByteBuffer;
import larder.http.Body;
import larder.http.TransferException;

/**
 * A response that is being stored. One thread appends and then commits; if it closes without a
 * commit, the response never existed. Any number of threads may follow it meanwhile.
 */
public interface PendingResponse extends AutoCloseable {
  /**
   * Takes all bytes between position and limit, and leaves the position at the limit. Keeps a copy:
   * the caller may reuse the buffer. Never waits for a disk.
   *
   * @throws TransferException with side {@code STORE} if there is no room or no time for the bytes;
   *     the response can then only be closed
   */
  void append(ByteBuffer bytes) throws TransferException;

  /**
   * Says that no more bytes come. Writes to disk now what remains to be written, so that the commit
   * is quick. Calling this before a commit is optional.
   *
   * @throws TransferException as {@link #append} does
   */
  default void finish() throws TransferException {}

  /**
   * Makes this a stored response that every later {@link ResponseStore#find} returns, replacing one
   * with the same key and selecting fields. If that one was requested later, it stays, and this one
   * counts as replaced at once: followers come to the end, but nobody finds it. Never waits for a
   * disk.
   *
   * @throws TransferException with side {@code STORE} if that is not possible, for example because
   *     the number of bytes differs from the announced one
   * @throws IllegalStateException after a commit or a close
   */
  StoredResponse commit() throws TransferException;

  /**
   * Stores what has come so far under another head, which says that it is a part: nothing more will
   * come. A response that was requested later stays, as with {@link #commit}. Followers fail as
   * after a close. Never waits for a disk.
   *
   * @throws TransferException with side {@code STORE} if that is not possible
   * @throws IllegalStateException after a commit or a close
   */
  StoredResponse commitPart(StoredHead head) throws TransferException;

  /**
   * The content from its first byte on, while it is being written. The body waits for more, ends
   * with the commit, and fails with side {@code STORE} and kind {@code CUT_SHORT} if this is closed
   * without one. It writes an empty buffer first if there is no content yet, so that the head need
   * not wait.
   */
  Body follow();

  /** Gives this up, unless it was committed. Idempotent; never throws. */
  @Override
  void close();
}
