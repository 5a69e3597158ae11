package larder.socket.channel;

import java.lang.System.Logger.Level;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs virtual threads on one platform thread, in the order in which they become ready, each until
 * it waits. When none is ready, the platform thread waits for all their channels at once, so no
 * other thread must be woken when bytes arrive.
 *
 * <p>A step that holds up the platform thread, as a disk that hangs does, would hold up all others;
 * another platform thread then takes its place ({@link #sweep}). Code between steps must never wait
 * for a virtual thread of this carrier; for locks that virtual threads take, see {@link Pin}.
 */
final class Carrier implements Executor, Watched {
  private static final System.Logger LOG = System.getLogger("larder.socket");

  /** The most steps between two looks at the channels. */
  private static final int STEPS_BETWEEN_LOOKS = 64;

  /** The time between looks where steps are long, or where a thread could go on without end. */
  static final long LOOK_AFTER_NANOS = Duration.ofMillis(1).toNanos();

  /**
   * If fewer threads are ready, a message leaves at once, so that its receiver can begin; otherwise
   * messages leave together.
   */
  private static final int CROWD = 4;

  /** A step that takes this long is held up; a disk counts as slow after the same time. */
  static final long HELD_UP_NANOS = Duration.ofMillis(250).toNanos();

  /**
   * The most platform threads that may be held up at once; when all are, the carrier waits for one
   * of them.
   */
  static final int MOST_HELD_UP = 64;

  private final int number;
  private final Lookout lookout;
  private final LongSupplier nanoTime;
  private final Function<Executor, ThreadFactory> threads;
  private final int crowd;
  private final AtomicInteger load = new AtomicInteger();
  private final AtomicInteger heldUp = new AtomicInteger();

  /** Steps made ready by threads other than the platform thread. */
  private final Queue<Runnable> fromOutside = new ConcurrentLinkedQueue<>();

  /** The steps to run next. Only for the thread whose turn it is, and not during a step. */
  private final Queue<Runnable> ready = new ArrayDeque<>();

  /**
   * The threads whose messages leave next, at most as many as there are steps. Used like {@link
   * #ready}.
   */
  private final Queue<Carried> leaving = new ArrayDeque<>(STEPS_BETWEEN_LOOKS + 1);

  /**
   * Odd during a step. If the number has changed when a platform thread ends its step, another
   * thread has taken its place, and the old one is no longer held up.
   */
  private final AtomicLong turn = new AtomicLong();

  private volatile @Nullable Shift shift;

  /** Whether to look at the channels before the next step. Only for the thread whose turn it is. */
  private boolean looksNext;

  // Guarded by this: the turn at the last sweep, and since when it has been the same.
  private long seen;
  private long seenAt;

  Carrier(int number, Selector selector, Function<Executor, ThreadFactory> threads) {
    this(number, selector, threads, System::nanoTime, CROWD);
  }

  /**
   * @param selector belongs to the carrier from now on
   * @param threads creates the thread factory for a scheduler
   * @param crowd how many threads must be ready for messages to leave late
   */
  Carrier(
      int number,
      Selector selector,
      Function<Executor, ThreadFactory> threads,
      LongSupplier nanoTime,
      int crowd) {
    this.number = number;
    this.lookout = new Lookout(selector, nanoTime, () -> !fromOutside.isEmpty(), this::say);
    this.nanoTime = nanoTime;
    this.seenAt = nanoTime.getAsLong();
    this.threads = threads;
    this.crowd = crowd;
  }

  /** The number of this carrier, from 0. */
  int number() {
    return number;
  }

  /** Where it waits for the channels of its threads. */
  Lookout lookout() {
    return lookout;
  }

  void start() {
    new Shift(turn.get()).thread.start();
  }

  /**
   * Whether it is worthwhile to end the current step: another step is ready, or the carrier has not
   * looked at its channels for a while and will do so before the next step. Called by that step; a
   * guess if it is held up.
   */
  boolean othersMayBeReady(long now) {
    Shift present = shift;
    looksNext = !lookout.hasLookedWithin(LOOK_AFTER_NANOS, now);
    return looksNext || !ready.isEmpty() || (present != null && !present.made.isEmpty());
  }

  /** How many connections it serves. */
  int load() {
    return load.get();
  }

  /** Starts a thread for a new connection. */
  void carry(Runnable task) {
    load.incrementAndGet();
    boolean started = false;
    try {
      Carriers.launch(thread(new Carried(this, load, task)));
      started = true;
    } finally {
      if (!started) {
        load.decrementAndGet();
      }
    }
  }

  /** Creates a thread that does not count as a connection; does not start it. */
  Thread thread(Runnable task) {
    return thread(new Carried(this, new AtomicInteger(), task));
  }

  private Thread thread(Carried carried) {
    return threads.apply(carried).newThread(carried::begin);
  }

  /** Runs a step of a thread that is ready, later. On any thread. */
  @Override
  public void execute(Runnable step) {
    Shift now = shift;
    if (now != null && now.thread.equals(Thread.currentThread())) {
      now.made.add(step);
    } else {
      fromOutside.add(step);
      lookout.lookAnew();
    }
  }

  /** The time during which one platform thread does the work of this carrier. */
  private final class Shift implements Runnable {
    private final Thread thread =
        Thread.ofPlatform().daemon().name("larder-carrier-" + number).unstarted(this);

    /**
     * Steps made ready by this platform thread; only this thread uses the queue, even after another
     * has taken its place.
     */
    private final Queue<Runnable> made = new ArrayDeque<>();

    private final LateMessages late = new LateMessages(STEPS_BETWEEN_LOOKS);

    private final long from;

    /** Whether another thread has taken this one's place; set right after the step. */
    private boolean over;

    /**
     * The thread whose late message must leave on the other platform thread, before its next step
     * runs there.
     */
    private @Nullable Carried leavesThere;

    /**
     * @param from the turn at which it begins, unless another thread has gone on by then
     */
    private Shift(long from) {
      this.from = from;
    }

    @Override
    public void run() {
      if (!turn.compareAndSet(from, next(from))) {
        heldUp.decrementAndGet();
        return;
      }
      shift = this;
      while (!over) {
        goOn();
      }
      while (leavesThere != null || !made.isEmpty()) {
        handOver();
      }
      lookout.lookAnew();
    }

    /** Runs steps; whatever goes wrong, no ready step is lost. */
    private void goOn() {
      try {
        carryOn();
      } catch (RuntimeException | Error e) { // most likely no memory
        say("Connections could not be carried, which is tried again", e);
        LockSupport.parkNanos(Lookout.PAUSE_NANOS);
      }
    }

    private void handOver() {
      try {
        Carried first = leavesThere;
        if (first != null) {
          fromOutside.add(first::leaveNow);
          leavesThere = null;
        }
        move(made, fromOutside);
      } catch (RuntimeException | Error e) {
        say("Connections could not be handed over, which is tried again", e);
        LockSupport.parkNanos(Lookout.PAUSE_NANOS);
      }
    }

    private void carryOn() {
      int left = STEPS_BETWEEN_LOOKS;
      while (!over) {
        move(made, ready);
        if (left == 0 || looksNext || ready.isEmpty()) {
          looksNext = false;
          letLeave();
          move(made, ready); // a thread whose message did not leave whole is ready again
          lookout.look(ready.isEmpty());
          move(made, ready);
          move(fromOutside, ready);
          left = STEPS_BETWEEN_LOOKS;
        }
        Runnable step = ready.poll();
        if (step != null) {
          left--;
          if (step instanceof Carried carried) {
            take(carried);
          } else {
            takeOther(step);
          }
        }
      }
    }

    private void take(Carried carried) {
      boolean crowded = !leaving.isEmpty() || ready.size() >= crowd;
      carried.mayWriteInto(crowded ? late : null);
      takeOther(carried);
      if (over) {
        leavesThere = carried.hasLate() ? carried : null;
      } else if (carried.hasLate()) {
        leaving.add(carried);
      }
    }

    private void takeOther(Runnable step) {
      over = !inPlaceAfter(step);
    }

    private void letLeave() {
      for (Carried one = leaving.poll(); one != null; one = leaving.poll()) {
        one.leave();
      }
      late.clear();
    }
  }

  /** The next turn, with no step running. */
  private static long next(long turn) {
    return (turn | 1) + 1;
  }

  private static void move(Queue<Runnable> from, Queue<Runnable> to) {
    for (Runnable one = from.peek(); one != null; one = from.peek()) {
      to.add(one);
      from.remove();
    }
  }

  /** Runs a step; returns false if another thread has taken this one's place. Never throws. */
  private boolean inPlaceAfter(Runnable step) {
    long before = turn.get();
    turn.lazySet(before + 1);
    try {
      step.run();
    } catch (RuntimeException | Error e) { // a failed step must not affect the others
      say("A step of a connection failed", e);
    }
    if (turn.compareAndSet(before + 1, before + 2)) {
      return true;
    }
    heldUp.decrementAndGet();
    return false;
  }

  /**
   * Logs on a thread of its own, because logging may have to wait for a thread that runs here. If
   * that is impossible, the carrier goes on without the message.
   */
  private void say(String what, Throwable e) {
    try {
      thread(() -> LOG.log(Level.ERROR, what, e)).start();
    } catch (RuntimeException | Error notSaid) {
      // There is no memory even for that.
    }
  }

  /** Lets another thread take over when the current one is held up. */
  @Override
  public synchronized void sweep(long ignored) {
    long now = nanoTime.getAsLong();
    long at = turn.get();
    if (!isOfStep(at) || at != seen) {
      seen = at;
      seenAt = now;
    } else if (now - seenAt >= HELD_UP_NANOS && heldUp.get() < MOST_HELD_UP) {
      takeOver(at);
    }
  }

  private static boolean isOfStep(long turn) {
    return (turn & 1) == 1;
  }

  private void takeOver(long at) {
    heldUp.incrementAndGet();
    try {
      new Shift(at).thread.start();
    } catch (OutOfMemoryError e) { // no memory for a thread now; the next sweep tries again
      heldUp.decrementAndGet();
    }
  }

  /** Does nothing: a carrier lasts as long as the process. */
  @Override
  public void cut() {}
}
