package larder.store;

import java.nio.ByteBuffer;
import larder.http.Body;
import larder.http.TransferException;

/**
 * A response that is being stored. One thread appends and then commits; closed without, it never
 * happened. Any number of threads may follow it meanwhile.
 */
public interface PendingResponse extends AutoCloseable {
  /**
   * Takes all bytes between position and limit, and leaves the position at the limit. Keeps a copy:
   * the buffer is the caller's again. Never waits for a disk.
   *
   * @throws TransferException with side {@code STORE} if there is no room or no time for them; the
   *     response can only be closed then
   */
  void append(ByteBuffer bytes) throws TransferException;

  /**
   * Says that no more bytes come. What a disk would have to take of them still it takes now, so
   * that the commit is quick. Whoever commits need not call this before.
   *
   * @throws TransferException as when bytes are appended
   */
  default void finish() throws TransferException {}

  /**
   * Makes it a stored response that every later {@link ResponseStore#find} gives, in the place of
   * one with the same key and the same selecting fields. If that one was requested later, it stays,
   * and this one is as if it had been replaced at once: whoever follows comes to the end, and
   * nobody finds it. Never waits for a disk.
   *
   * @throws TransferException with side {@code STORE} if that is not possible, as when other than
   *     the announced number of bytes came
   * @throws IllegalStateException after a commit or a close
   */
  StoredResponse commit() throws TransferException;

  /**
   * Makes what has come so far a stored response under another head, which says that it is a part:
   * nothing more will come. What was requested later stays as with a commit. Whoever follows fails
   * as after a close. Never waits for a disk.
   *
   * @throws TransferException with side {@code STORE} if that is not possible
   * @throws IllegalStateException after a commit or a close
   */
  StoredResponse commitPart(StoredHead head) throws TransferException;

  /**
   * The content from its first byte on, while it is written: waits for more, ends with the commit,
   * and fails with side {@code STORE} and kind {@code CUT_SHORT} once it is closed without. Writes
   * an empty buffer first if no content is there yet: the head need not wait for it.
   */
  Body follow();

  /** Gives it up, unless it was committed. Any number of times; never throws. */
  @Override
  void close();
}
