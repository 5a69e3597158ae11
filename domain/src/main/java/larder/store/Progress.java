package larder.store;

import larder.http.TransferException;

/**
 * How far a pending response has come, for the bodies that follow it. One thread advances it and
 * brings it to its end; any number of others wait. What was written before {@link #advance} is seen
 * by whoever returns from {@link #awaitBeyond}. Safe for all threads.
 */
public final class Progress {
  private long written;
  private boolean whole;
  private boolean givenUp;

  /** Nothing is written yet. */
  public Progress() {}

  /** So many bytes more may be read. */
  public synchronized void advance(long bytes) {
    written += bytes;
    notifyAll();
  }

  /** Nothing more will come: the content is whole. */
  public synchronized void complete() {
    whole = true;
    notifyAll();
  }

  /** Nothing more will come, and the content is not whole. Changes nothing once it is complete. */
  public synchronized void giveUp() {
    givenUp = !whole;
    notifyAll();
  }

  /** How many bytes may be read now. */
  public synchronized long written() {
    return written;
  }

  /**
   * Waits until more than the first {@code position} bytes may be read, or no more will come. What
   * was written before it was given up may still be read.
   *
   * @return how many may be read; {@code position} itself if that is the end of the whole content
   * @throws TransferException with side {@code STORE}: {@code CUT_SHORT} if it was given up, {@code
   *     FAILED} if the thread was interrupted, which it is still
   */
  public synchronized long awaitBeyond(long position) throws TransferException {
    try {
      while (written <= position && !whole && !givenUp) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TransferException(
          TransferException.Side.STORE,
          TransferException.Kind.FAILED,
          "Interrupted while waiting for the rest of the content",
          e);
    }
    if (written <= position) {
      refuseIfGivenUp();
    }
    return written;
  }

  /**
   * Says that nothing more will come, where that is so.
   *
   * @throws TransferException with side {@code STORE} and kind {@code CUT_SHORT} if it was given up
   */
  public synchronized void refuseIfGivenUp() throws TransferException {
    if (givenUp) {
      throw new TransferException(
          TransferException.Side.STORE,
          TransferException.Kind.CUT_SHORT,
          "The content that was followed did not come to its end");
    }
  }
}
