package larder.fault;

import java.time.Duration;

/**
 * What is said of something that may happen a million times: the first one at once, and after a
 * time of quiet the next one, for all that came meanwhile. Safe for all threads.
 */
public final class Seldom {
  private final long quietNanos;
  private boolean said;
  private long saidAt;
  private long unsaid;

  /**
   * @param quiet between two times that something is said
   */
  public Seldom(Duration quiet) {
    this.quietNanos = quiet.toNanos();
  }

  /**
   * It happened once more.
   *
   * @param nanoTime of a clock that does not go back
   * @return 0 if nothing is to be said of it; else how many it is to be said of, this one included
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
