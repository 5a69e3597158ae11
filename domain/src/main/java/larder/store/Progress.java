package larder.store;

import larder.http.TransferException;

/**
 * How far a pending response has come, for the bodies that follow it. One thread advances and ends
 * it; any number of others wait. A thread that returns from {@link #awaitBeyond} sees everything
 * written before the {@link #advance}. Safe for all threads.
 */
public final class Progress {
  private long written;
  private boolean whole;
  private boolean givenUp;

  /** Starts with nothing written. */
  public Progress() {}

  /** Adds to the number of bytes that may be read. */
  public synchronized void advance(long bytes) {
    written += bytes;
    notifyAll();
  }

  /** Ends it: the content is whole. */
  public synchronized void complete() {
    whole = true;
    notifyAll();
  }

  /** Ends it before the content is whole. Changes nothing once it is complete. */
  public synchronized void giveUp() {
    givenUp = !whole;
    notifyAll();
  }

  /** How many bytes may be read now. */
  public synchronized long written() {
    return written;
  }

  /**
   * Waits until more than the first {@code position} bytes may be read, or no more will come. Bytes
   * written before it was given up may still be read.
   *
   * @return how many may be read; {@code position} itself if that is the end of the whole content
   * @throws TransferException with side {@code STORE}: {@code CUT_SHORT} if it was given up, {@code
   *     FAILED} if the thread was interrupted; it stays interrupted
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
   * Throws if nothing more will come and the content is not whole.
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
