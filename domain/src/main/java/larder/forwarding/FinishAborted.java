package larder.forwarding;

/**
 * Which downloads are brought to their end for the store though their client has left: those that
 * either measure says are nearly there. Only content of announced length can be.
 *
 * @param bytesLeft the most that is still to come
 * @param percentDone the least that has come, from 0 to 100
 */
public record FinishAborted(long bytesLeft, int percentDone) {
  /** None of them. */
  public static final FinishAborted NEVER = new FinishAborted(0, 100);

  private static final FinishAborted DEFAULTS = new FinishAborted(1 << 20, 50);

  /**
   * @throws IllegalArgumentException if the bytes are negative or the share is no percentage
   */
  public FinishAborted {
    if (bytesLeft < 0) {
      throw new IllegalArgumentException("Bytes left are not negative: " + bytesLeft);
    }
    if (percentDone < 0 || percentDone > 100) {
      throw new IllegalArgumentException("A share is from 0 to 100 %: " + percentDone);
    }
  }

  /** At most 1 MiB left, or at least half of it done. */
  public static FinishAborted defaults() {
    return DEFAULTS;
  }

  /**
   * @param announced negative if nobody knows
   */
  boolean isWorth(long taken, long announced) {
    return announced >= 0
        && (announced - taken <= bytesLeft || taken >= announced / 100.0 * percentDone);
  }

  // By hand: the command line asks for it at each start, and what records bring is linked then.

  @Override
  public String toString() {
    return bytesLeft + " bytes left or " + percentDone + " % done";
  }
}
