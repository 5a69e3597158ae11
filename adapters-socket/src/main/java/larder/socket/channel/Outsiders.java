package larder.socket.channel;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Sees to it that those get in who wait outside. A carrier runs what became ready on it until
 * nothing is left of that, and only then looks into the queues where other threads put what they
 * made ready; among many who yield to each other, something is always left. So while it is crowded
 * a scout goes out every now and then, and has to come in as they do. When it is late, all step
 * aside until it is there. Safe for all threads; only virtual ones step aside.
 */
final class Outsiders {
  private static final long ROUND_NANOS = Duration.ofMillis(2).toNanos();
  private static final long LATE_NANOS = 2 * ROUND_NANOS;

  /** Longer than anything runs; half of what there is, as times may lie on both sides of zero. */
  private static final long FOR_EVER = Long.MAX_VALUE / 2;

  /** For the scheduler of the JDK, of which there is one. */
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

  /** From then on the scout is late. */
  private volatile long due;

  /**
   * @param scouts has a scout run on a virtual thread
   * @param goOut waits for a round, and is woken from outside
   */
  Outsiders(LongSupplier nanoTime, Executor scouts, Runnable goOut) {
    this.nanoTime = nanoTime;
    this.scouts = scouts;
    this.goOut = goOut;
    this.due = nanoTime.getAsLong() + FOR_EVER;
  }

  /** Somebody had to wait until all others had their turn. */
  void crowded() {
    if (!crowded) {
      crowded = true;
    }
    if (!scouting.get() && scouting.compareAndSet(false, true)) {
      send();
    }
  }

  /**
   * Steps aside if the scout is late, until it is there.
   *
   * @param now by the clock of this
   * @return whether it was late
   */
  boolean letIn(long now) {
    if (now - due < 0 || !Thread.currentThread().isVirtual()) {
      return false;
    }
    aside.add(Thread.currentThread());
    if (nanoTime.getAsLong() - due >= 0) { // whoever comes after the scout is not woken any more
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

  /** Those who came in with the scout have not been heard yet. */
  @SuppressWarnings("ThreadPriorityCheck") // it makes nothing right, only fairer
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
