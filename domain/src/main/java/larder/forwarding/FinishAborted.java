package larder.forwarding;

/**
 * Which downloads are finished for the store after their client has left: those nearly complete by
 * either measure. Only content of announced length qualifies.
 *
 * @param bytesLeft the most bytes that may still be missing
 * @param percentDone the least share that must have come, from 0 to 100
 */
public record FinishAborted(long bytesLeft, int percentDone) {
  /** Finishes none. */
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

  /** At most 1 MiB left, or at least half done. */
  public static FinishAborted defaults() {
    return DEFAULTS;
  }

  /**
   * @param announced negative if unknown
   */
  boolean isWorth(long taken, long announced) {
    return announced >= 0
        && (announced - taken <= bytesLeft || taken >= announced / 100.0 * percentDone);
  }

  // By hand: the command line calls it at each start, and would link the generated one.

  @Override
  public String toString() {
    return bytesLeft + " bytes left or " + percentDone + " % done";
  }
}
