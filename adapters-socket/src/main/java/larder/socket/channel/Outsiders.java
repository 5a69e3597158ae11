package larder.socket.channel;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Ensures that threads made ready from outside get to run. A carrier of the JDK runs the tasks in
 * its own queue until that is empty, and only then looks into the queues where other threads put
 * tasks; while many threads yield to each other, its own queue is never empty. So in a crowd, a
 * scout parks now and then, and comes back through those queues as other threads do. If it is late,
 * all threads step aside until it has come. Safe for all threads; only virtual ones step aside.
 */
final class Outsiders {
  private static final long ROUND_NANOS = Duration.ofMillis(2).toNanos();
  private static final long LATE_NANOS = 2 * ROUND_NANOS;

  /** Longer than any process runs; half of the range, because times may be negative. */
  private static final long FOR_EVER = Long.MAX_VALUE / 2;

  /** For the JDK's scheduler; there is only one. */
  static final Outsiders OF_THE_SCHEDULER =
      new Outsiders(
          System::nanoTime,
          Thread.ofVirtual().name("larder-scout")::start,
          () -> LockSupport.parkNanos(ROUND_NANOS));

  private final LongSupplier nanoTime;
  private final Executor scouts;
  private final Runnable goOut;
  private final AtomicBoolean scouting = new AtomicBoolean();
  private final Queue<Thread> aside = new ConcurrentLinkedQueue<>();
  private volatile boolean crowded;

  /** The time from which the scout is late. */
  private volatile long due;

  /**
   * @param scouts runs a scout on a virtual thread
   * @param goOut waits for one round, and is woken from outside
   */
  Outsiders(LongSupplier nanoTime, Executor scouts, Runnable goOut) {
    this.nanoTime = nanoTime;
    this.scouts = scouts;
    this.goOut = goOut;
    this.due = nanoTime.getAsLong() + FOR_EVER;
  }

  /** Called when a thread had to wait until all others had run. */
  void crowded() {
    if (!crowded) {
      crowded = true;
    }
    if (!scouting.get() && scouting.compareAndSet(false, true)) {
      send();
    }
  }

  /**
   * If the scout is late, steps aside until it has come.
   *
   * @param now by this object's clock
   * @return whether the scout was late
   */
  boolean letIn(long now) {
    if (now - due < 0 || !Thread.currentThread().isVirtual()) {
      return false;
    }
    aside.add(Thread.currentThread());
    if (nanoTime.getAsLong() - due >= 0) { // the scout does not wake a thread that comes after it
      LockSupport.park(this);
    }
    return true;
  }

  private void send() {
    boolean sent = false;
    try {
      expect();
      scouts.execute(this::scout);
      sent = true;
    } finally {
      if (!sent) {
        giveUp();
      }
    }
  }

  private void scout() {
    try {
      while (crowded) {
        crowded = false;
        expect();
        goOut.run();
        if (!aside.isEmpty()) {
          letOthersFirst();
        }
        wake();
      }
    } finally {
      giveUp();
    }
  }

  private void giveUp() {
    wake();
    scouting.set(false);
  }

  /** The threads that came in with the scout have not run yet. */
  @SuppressWarnings("ThreadPriorityCheck") // needed for fairness only, not for correctness
  private static void letOthersFirst() {
    Thread.yield();
  }

  private void expect() {
    due = nanoTime.getAsLong() + LATE_NANOS;
  }

  private void wake() {
    due = nanoTime.getAsLong() + FOR_EVER;
    for (Thread one = aside.poll(); one != null; one = aside.poll()) {
      LockSupport.unpark(one);
    }
  }
}
