package larder.socket.channel;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** Time that passes when a test says so, for the deadlines of channels. */
public final class PassingTime {
  /** Longer than any time that passes here. */
  public static final Duration NEVER = Duration.ofDays(36_500);

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration REAL_PATIENCE = Duration.ofSeconds(60);

  private final AtomicLong nanos = new AtomicLong();
  private final Sweeper sweeper = new Sweeper(nanos::get);

  /** The sweeper that checks the deadlines. */
  public Sweeper sweeper() {
    return sweeper;
  }

  /** Lets that much time pass, and ends everything that is too late. */
  public void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
    sweeper.sweep();
  }

  /** Lets one second after another pass, until the condition holds. */
  public void passUntil(BooleanSupplier so) {
    long end = System.nanoTime() + REAL_PATIENCE.toNanos();
    while (!so.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("Nothing ended, however much time passed");
      }
      pass(SECOND);
      Thread.onSpinWait();
    }
  }
}
