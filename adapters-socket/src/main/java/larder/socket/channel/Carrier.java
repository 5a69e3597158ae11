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
 * Carries virtual threads on one thread of the system, each until it waits for something, in the
 * order in which they became ready; and when none is, waits for all their channels at once. So
 * nobody has to be woken for what comes from a connection.
 *
 * <p>A step of one thread that holds the system's thread up, as a disk that hangs does, would hold
 * up all others: another thread goes on in its place then ({@link #sweep}). What is between the
 * steps must never wait for one who is carried here: for locks that they take, see {@link Pin}.
 */
final class Carrier implements Executor, Watched {
  private static final System.Logger LOG = System.getLogger("larder.socket");

  /** Nobody who is ready waits longer for being seen than these take. */
  private static final int STEPS_BETWEEN_LOOKS = 64;

  /** Nor much longer than that, where steps are long, or one could always go on. */
  static final long LOOK_AFTER_NANOS = Duration.ofMillis(1).toNanos();

  /**
   * Where fewer wait, a message leaves at once, so that whoever it is for can begin; where there
   * are so many, they leave in a row.
   */
  private static final int CROWD = 4;

  /** As long as a disk may take before it counts as slow. */
  static final long HELD_UP_NANOS = Duration.ofMillis(250).toNanos();

  /** So many threads may be held up at once; those who come after them wait for one. */
  static final int MOST_HELD_UP = 64;

  private final int number;
  private final Lookout lookout;
  private final LongSupplier nanoTime;
  private final Function<Executor, ThreadFactory> threads;
  private final int crowd;
  private final AtomicInteger load = new AtomicInteger();
  private final AtomicInteger heldUp = new AtomicInteger();

  /** Steps that threads made ready which do not carry here. */
  private final Queue<Runnable> fromOutside = new ConcurrentLinkedQueue<>();

  /** What comes next. For whoever's turn it is, and not while a step is under way. */
  private final Queue<Runnable> ready = new ArrayDeque<>();

  /** Whose messages leave next. Like {@link #ready}, and as many as there are steps at most. */
  private final Queue<Carried> leaving = new ArrayDeque<>(STEPS_BETWEEN_LOOKS + 1);

  /**
   * Odd while a step is under way. The thread that cannot count on afterwards is held up no more,
   * but another one has taken its place.
   */
  private final AtomicLong turn = new AtomicLong();

  private volatile @Nullable Shift shift;

  /** Whether it is to look before the next step. For whoever's turn it is. */
  private boolean looksNext;

  // Under this: what was seen at the last sweep, and since when.
  private long seen;
  private long seenAt;

  Carrier(int number, Selector selector, Function<Executor, ThreadFactory> threads) {
    this(number, selector, threads, System::nanoTime, CROWD);
  }

  /**
   * @param selector its own from now on
   * @param threads makes those that a scheduler has
   * @param crowd so many have to be ready for messages to leave late
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

  /** From 0. */
  int number() {
    return number;
  }

  /** Where it waits for the channels of those that it carries. */
  Lookout lookout() {
    return lookout;
  }

  void start() {
    new Shift(turn.get()).thread.start();
  }

  /**
   * Whether it is of use that the step under way ends: there is another one to take, or nobody has
   * looked for a while, which is done before the next one then. By that step: a guess if it is held
   * up.
   */
  boolean othersMayBeReady(long now) {
    Shift present = shift;
    looksNext = !lookout.hasLookedWithin(LOOK_AFTER_NANOS, now);
    return looksNext || !ready.isEmpty() || (present != null && !present.made.isEmpty());
  }

  /** How many connections it carries. */
  int load() {
    return load.get();
  }

  /** Carries a new thread for a connection. */
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

  /** A thread to carry that counts for nothing, and is not started. */
  Thread thread(Runnable task) {
    return thread(new Carried(this, new AtomicInteger(), task));
  }

  private Thread thread(Carried carried) {
    return threads.apply(carried).newThread(carried::begin);
  }

  /** Takes the next step of a thread that is ready. On any thread. */
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

  /** The time in which one thread carries. */
  private final class Shift implements Runnable {
    private final Thread thread =
        Thread.ofPlatform().daemon().name("larder-carrier-" + number).unstarted(this);

    /** Steps that this thread made ready: its own, in whosever place it is by now. */
    private final Queue<Runnable> made = new ArrayDeque<>();

    private final LateMessages late = new LateMessages(STEPS_BETWEEN_LOOKS);

    private final long from;

    /** Whether another thread is in this one's place. Known as soon as that is so. */
    private boolean over;

    /** Whose message is to leave there; its next step is not handed over yet. */
    private @Nullable Carried leavesThere;

    /**
     * @param from the turn from which on it carries, if nobody else has gone on until then
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

    /** Whatever goes wrong, nothing that was ready is lost. */
    private void goOn() {
      try {
        carryOn();
      } catch (RuntimeException | Error e) { // no memory, most likely
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
          move(made, ready); // whose message did not leave whole goes on
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

  /** When no step is under way. */
  private static long next(long turn) {
    return (turn | 1) + 1;
  }

  private static void move(Queue<Runnable> from, Queue<Runnable> to) {
    for (Runnable one = from.peek(); one != null; one = from.peek()) {
      to.add(one);
      from.remove();
    }
  }

  /** Takes a step; false if another thread is in this one's place afterwards. Never fails. */
  private boolean inPlaceAfter(Runnable step) {
    long before = turn.get();
    turn.lazySet(before + 1);
    try {
      step.run();
    } catch (RuntimeException | Error e) { // the others have nothing to do with that
      say("A step of a connection failed", e);
    }
    if (turn.compareAndSet(before + 1, before + 2)) {
      return true;
    }
    heldUp.decrementAndGet();
    return false;
  }

  /**
   * Whatever becomes of that: it is no reason to carry nobody any more. Whoever writes it down may
   * have to wait for one who is carried here.
   */
  private void say(String what, Throwable e) {
    try {
      thread(() -> LOG.log(Level.ERROR, what, e)).start();
    } catch (RuntimeException | Error notSaid) {
      // There is no memory even for that.
    }
  }

  /** Has another thread take over when the one that carries is held up. */
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
    } catch (OutOfMemoryError e) { // there is none for a thread now; there may be at the next sweep
      heldUp.decrementAndGet();
    }
  }

  /** It goes on as long as the process does. */
  @Override
  public void cut() {}
}
