package larder.fault;

import java.time.Duration;

/**
 * Limits reports of something that may happen a million times: reports the first at once, and after
 * a quiet time the next, together with all that happened meanwhile. Safe for all threads.
 */
public final class Seldom {
  private final long quietNanos;
  private boolean said;
  private long saidAt;
  private long unsaid;

  /**
   * @param quiet the least time between two reports
   */
  public Seldom(Duration quiet) {
    this.quietNanos = quiet.toNanos();
  }

  /**
   * Notes one more occurrence.
   *
   * @param nanoTime the time of a clock that never goes back
   * @return 0 if there is nothing to report; else how many occurrences to report, including this
   *     one
   */
  public synchronized long happened(long nanoTime) {
    unsaid++;
    if (said && nanoTime - saidAt < quietNanos) {
      return 0;
    }
    long since = unsaid;
    said = true;
    saidAt = nanoTime;
    unsaid = 0;
    return since;
  }
}
