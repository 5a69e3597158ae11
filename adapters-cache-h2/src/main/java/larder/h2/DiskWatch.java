package larder.h2;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Watches the operations under way on a disk. While all are quick, each runs on the thread that
 * asks for it. But a file that does not answer holds the carrier of a virtual thread, and a few of
 * those would hold up the whole process, even what does not need the disk. So when an operation
 * takes {@link Limits#slow}, the watch replaces the held carriers, and platform threads run
 * whatever virtual threads ask for next. Their number is bounded, and callers wait for them no
 * longer than {@link Limits#patience}. When all has been quick for a while, operations run on the
 * calling thread again.
 *
 * <p>Safe for all threads.
 */
final class DiskWatch implements AutoCloseable {
  private static final long TICK_NANOS = Duration.ofMillis(50).toNanos();
  private static final int IDLE_TICKS = 20;

  /**
   * The most time that counts between two looks: a late look means a delay of the whole process.
   */
  private static final long MOST_COUNTED_NANOS = 2 * TICK_NANOS;

  private final Limits limits;
  private final Faults faults;
  private final Carriers carriers;
  private final LongSupplier nanoTime;
  private final Helpers helpers;
  private final Set<UnderWay> underWay = ConcurrentHashMap.newKeySet();
  private final Thread thread =
      Thread.ofPlatform().name("larder-h2-watch").daemon().unstarted(this::run);

  /** The time counted so far, in nanoseconds. */
  private volatile long clock;

  private volatile boolean slow;
  private volatile boolean hanging;
  private volatile boolean resting;
  private volatile boolean closed;

  // Only for the checking thread.
  private long checkedAt;
  private long slowAt;
  private boolean carriersHeld;

  /**
   * @param slow an operation that takes this long makes later callers use other threads
   * @param patience how long a caller waits for its own operation then
   * @param calm how long all must be quick until the disk is trusted again
   */
  record Limits(Duration slow, Duration patience, Duration calm) {
    static final Limits USUAL =
        new Limits(Duration.ofMillis(250), Duration.ofSeconds(2), Duration.ofSeconds(5));
  }

  /** An operation on a disk. */
  interface Call<T> {
    T run() throws IOException;
  }

  /** Replaces held carriers. */
  interface Carriers {
    /** That many are held now. */
    void replace(int held);
  }

  /** Compared by identity. */
  private static final class UnderWay {
    private final long since;
    private final boolean onCarrier = Thread.currentThread().isVirtual();

    private UnderWay(long since) {
      this.since = since;
    }
  }

  DiskWatch(Limits limits, Faults faults, Carriers carriers, LongSupplier nanoTime) {
    this.limits = limits;
    this.faults = faults;
    this.carriers = carriers;
    this.nanoTime = nanoTime;
    this.checkedAt = nanoTime.getAsLong();
    this.helpers = new Helpers(limits.patience());
  }

  /** Starts the watching thread. */
  void start() {
    thread.start();
  }

  /** Whether virtual threads must not touch the disk themselves. */
  boolean isSlow() {
    return slow;
  }

  /**
   * Runs the operation on this thread if the disk is quick or this is a platform thread, and
   * otherwise on another thread.
   *
   * @param late gets the result if the caller no longer waits for it
   * @throws IOException its own, or because the disk does not answer
   */
  <T> T call(Call<T> call, Consumer<T> late) throws IOException {
    return keepsOff() ? callElsewhere(call, late) : watched(call);
  }

  /** Whether this thread must not touch the disk itself now. */
  boolean keepsOff() {
    return slow && Thread.currentThread().isVirtual();
  }

  /** Runs the operation on another thread; the caller may be gone long before it ends. */
  <T> T callElsewhere(Call<T> call, Consumer<T> late) throws IOException {
    return helpers.call(() -> watched(call), late, !hanging);
  }

  /** Runs the operation on this thread, even if the disk is slow. */
  long here(LongSupplier call) {
    UnderWay mine = begin();
    try {
      return call.getAsLong();
    } finally {
      underWay.remove(mine);
    }
  }

  /** Runs the operation on this thread, even if the disk is slow. */
  <T> T watched(Call<T> call) throws IOException {
    UnderWay mine = begin();
    try {
      return call.run();
    } finally {
      underWay.remove(mine);
    }
  }

  private UnderWay begin() {
    UnderWay mine = new UnderWay(clock);
    underWay.add(mine);
    if (resting) {
      LockSupport.unpark(thread);
    }
    return mine;
  }

  private void run() {
    int idle = 0;
    while (!closed) {
      LockSupport.parkNanos(this, TICK_NANOS);
      look();
      idle = underWay.isEmpty() && !slow ? idle + 1 : 0;
      if (idle >= IDLE_TICKS) {
        rest();
        idle = 0;
      }
    }
  }

  /** Checks; a failure does not end the watching thread. */
  private void look() {
    try {
      check();
    } catch (RuntimeException | Error e) { // out of memory, most likely
      faults.watchFails(e);
    }
  }

  /** Waits until an operation begins. */
  private void rest() {
    resting = true;
    while (underWay.isEmpty() && !closed) {
      LockSupport.park(this);
    }
    resting = false;
    checkedAt = nanoTime.getAsLong();
  }

  /** Checks how long each operation has taken by now. One thread at a time may call this. */
  void check() {
    long time = nanoTime.getAsLong();
    long now = clock + Math.min(time - checkedAt, MOST_COUNTED_NANOS);
    checkedAt = time;
    clock = now;
    long longest = 0;
    int held = 0;
    for (UnderWay each : underWay) {
      long taken = now - each.since;
      longest = Math.max(longest, taken);
      if (each.onCarrier && taken >= limits.slow().toNanos()) {
        held++;
      }
    }
    boolean tooLong = longest >= limits.slow().toNanos();
    if (tooLong) {
      slowAt = now;
      slow = true;
    } else if (slow && now - slowAt >= limits.calm().toNanos()) {
      slow = false;
    }
    if (held > 0 || carriersHeld) {
      carriersHeld = true;
      replace(held);
    }
    hanging = longest >= limits.patience().toNanos();
    if (hanging) {
      faults.diskHangs();
    } else if (!slow) {
      faults.diskAnswers();
    }
  }

  private void replace(int held) {
    try {
      carriers.replace(held);
      carriersHeld = held > 0;
    } catch (RuntimeException | Error e) { // no threads left, most likely
      faults.watchFails(e);
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
