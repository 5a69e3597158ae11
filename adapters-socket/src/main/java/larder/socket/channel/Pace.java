package larder.socket.channel;

import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * Detects a side that moves bytes too slowly, although each step is in time. Counts only the time
 * spent waiting for that side, so that no side is blamed for the slowness of another. For one
 * thread at a time.
 */
public final class Pace {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final long rate;
  private final long window;
  private long waited;
  private long moved;

  /**
   * @param rate the least rate, in bytes a second; 0 for none
   * @param window over which the rate is measured
   */
  public Pace(long rate, Duration window) {
    this.rate = rate;
    this.window = window.toNanos();
  }

  /** A pace that accepts any rate. */
  public static Pace any() {
    return new Pace(0, Duration.ZERO);
  }

  /** Counts bytes that moved without waiting for that side. */
  void moved(long bytes) {
    moved += bytes;
  }

  /**
   * Counts a step that has ended.
   *
   * @throws SocketTimeoutException if the window has passed with too few bytes
   */
  void step(long nanos, long bytes) throws SocketTimeoutException {
    if (rate == 0) {
      return;
    }
    waited += nanos;
    moved += bytes;
    if (waited >= window) {
      boolean slow = moved < (double) rate * waited / SECOND;
      waited = 0;
      moved = 0;
      if (slow) {
        throw new SocketTimeoutException("Slower than " + rate + " bytes a second");
      }
    }
  }
}
