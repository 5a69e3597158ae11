package larder.h2;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Looks after what is under way on a disk. While all of it is quick, it is done by whoever asks for
 * it. A file that does not answer holds a virtual thread's carrier, though, and a few of those
 * would hold up the whole process, with all that has nothing to do with the disk. So when something
 * takes {@link Limits#slow} there are carriers instead of those that are held, and whatever virtual
 * threads ask for next is done by platform threads, a bounded number of them, and awaited for
 * {@link Limits#patience} at most. When all has been quick for a while it is as before.
 *
 * <p>Safe for all threads.
 */
final class DiskWatch implements AutoCloseable {
  private static final long TICK_NANOS = Duration.ofMillis(50).toNanos();
  private static final int IDLE_TICKS = 20;

  /**
   * What counts of the time between two looks: whoever looks late was held up as all others were.
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

  /** The time that has been looked at, in nanoseconds. */
  private volatile long clock;

  private volatile boolean slow;
  private volatile boolean hanging;
  private volatile boolean resting;
  private volatile boolean closed;

  // Whoever checks.
  private long checkedAt;
  private long slowAt;
  private boolean carriersHeld;

  /**
   * @param slow what takes so long is waited for no more by those who come after it
   * @param patience how long they wait for what they ask for themselves
   * @param calm for how long all has to be quick before it is trusted again
   */
  record Limits(Duration slow, Duration patience, Duration calm) {
    static final Limits USUAL =
        new Limits(Duration.ofMillis(250), Duration.ofSeconds(2), Duration.ofSeconds(5));
  }

  /** Something to do on a disk. */
  interface Call<T> {
    T run() throws IOException;
  }

  /** Threads for those that are held. */
  interface Carriers {
    /** So many are held now. */
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

  /** Begins to look, from a thread of its own. */
  void start() {
    thread.start();
  }

  /** Whether virtual threads are not to touch the disk themselves. */
  boolean isSlow() {
    return slow;
  }

  /**
   * Does it on this thread if the disk is quick, or if this is a platform thread, and else on
   * another one.
   *
   * @param late gets the result when nobody waits for it any more
   * @throws IOException its own, or that the disk does not answer
   */
  <T> T call(Call<T> call, Consumer<T> late) throws IOException {
    return keepsOff() ? callElsewhere(call, late) : watched(call);
  }

  /** Whether this thread is not to touch the disk itself now. */
  boolean keepsOff() {
    return slow && Thread.currentThread().isVirtual();
  }

  /** Does it on another thread; whoever asks may have gone on long before that is done. */
  <T> T callElsewhere(Call<T> call, Consumer<T> late) throws IOException {
    return helpers.call(() -> watched(call), late, !hanging);
  }

  /** Does it on this thread, whatever the disk is like. */
  long here(LongSupplier call) {
    UnderWay mine = begin();
    try {
      return call.getAsLong();
    } finally {
      underWay.remove(mine);
    }
  }

  /** Does it on this thread, whatever the disk is like. */
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

  /** One look that fails is not the last one. */
  private void look() {
    try {
      check();
    } catch (RuntimeException | Error e) { // no memory, most likely
      faults.watchFails(e);
    }
  }

  /** Until something is under way again. */
  private void rest() {
    resting = true;
    while (underWay.isEmpty() && !closed) {
      LockSupport.park(this);
    }
    resting = false;
    checkedAt = nanoTime.getAsLong();
  }

  /** Looks at how long everything has taken by now. By one thread at a time. */
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
      replace(held);
      carriersHeld = held > 0;
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
    } catch (RuntimeException | Error e) { // no more threads, most likely
      faults.watchFails(e);
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
