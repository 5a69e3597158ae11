package larder.app;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A clock that notices when it is set back: then the age of all that it has timed is unknown. It
 * notices only when it is read. Safe for all threads.
 */
final class WatchedClock implements InstantSource {
  private static final System.Logger LOG = System.getLogger("larder.clock");

  /** Clocks are corrected by fractions of a second all the time. */
  private static final long TOLERANCE_MILLIS = 2000;

  private final InstantSource clock;
  private final Runnable setBack;
  private final AtomicLong latest;

  /**
   * @param setBack run by the thread that notices, before any thread sees the new time
   */
  WatchedClock(InstantSource clock, Runnable setBack) {
    this.clock = clock;
    this.setBack = setBack;
    this.latest = new AtomicLong(clock.millis());
  }

  @Override
  public Instant instant() {
    Instant now = clock.instant();
    watch(now.toEpochMilli());
    return now;
  }

  /** The clock may have the milliseconds at less cost. */
  @Override
  public long millis() {
    long now = clock.millis();
    watch(now);
    return now;
  }

  private void watch(long millis) {
    long before = latest.get();
    if (millis > before) {
      latest.compareAndSet(before, millis);
    } else if (millis < before - TOLERANCE_MILLIS) {
      wasSetBack(millis);
    }
  }

  /** Runs the action before any thread sees the new time. */
  private synchronized void wasSetBack(long millis) {
    long before = latest.get();
    if (millis >= before - TOLERANCE_MILLIS) {
      return;
    }
    LOG.log(
        Level.WARNING,
        "The clock was set back by {0} s: what is stored is validated before it is used",
        Duration.ofMillis(before - millis).toSeconds());
    setBack.run();
    latest.set(millis);
  }
}
