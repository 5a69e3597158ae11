package larder.socket.channel;

import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A virtual thread that a {@link Carrier} runs; as a {@code Runnable}, its next step. Holds the
 * late message of the thread, if there is one: a small message that leaves with those of other
 * threads once this thread waits. It is the scheduler of its thread, so that the carrier knows
 * whose step it runs.
 *
 * <p>A message is sent exactly once: by the carrier between two steps, or before that by the thread
 * itself when it uses the channel again.
 */
final class Carried implements Executor, Runnable {
  private static final ThreadLocal<@Nullable Carried> OF_THIS_THREAD = new ThreadLocal<>();

  private final Carrier carrier;
  private final AtomicInteger load;
  private final Runnable task;
  private final AtomicReference<Late> late = new AtomicReference<>(Late.NOTHING);
  private @Nullable Runnable step;

  // For the current step.
  private @Nullable LateMessages room;

  // The late message, while there is one.
  private @Nullable LateMessages lies;
  private @Nullable TimedOutput output;
  private int at;
  private int length;

  private enum Late {
    NOTHING,
    WAITS,
    LEAVES
  }

  /**
   * @param load counted down when the thread ends
   * @param task what the thread runs
   */
  Carried(Carrier carrier, AtomicInteger load, Runnable task) {
    this.carrier = carrier;
    this.load = load;
    this.task = task;
  }

  /** The first code that the thread runs. */
  void begin() {
    OF_THIS_THREAD.set(this);
    try {
      task.run();
    } finally {
      load.decrementAndGet();
    }
  }

  /** The current thread, if a carrier runs it; else null. */
  static @Nullable Carried ofThisThread() {
    return OF_THIS_THREAD.get();
  }

  Carrier carrier() {
    return carrier;
  }

  /** Whether it is worthwhile to let other threads run first. Called by the thread itself. */
  boolean othersMayBeReady(long now) {
    return carrier.othersMayBeReady(now);
  }

  /**
   * Called when the thread is ready for its next step; the JDK passes the same object each time.
   * This is also the scheduler of virtual threads that the thread starts itself.
   */
  @Override
  public void execute(Runnable next) {
    if (step == null) {
      step = next;
    }
    carrier.execute(next.equals(step) ? this : next);
  }

  /** Runs the next step. */
  @Override
  public void run() {
    Runnable next = step;
    if (next != null) {
      next.run();
    }
  }

  /**
   * Called before each step.
   *
   * @param forLate where a late message of that step may lie; null if messages leave at once
   */
  void mayWriteInto(@Nullable LateMessages forLate) {
    room = forLate;
  }

  /**
   * Makes a message late if that is worthwhile and there is room. Called by the thread itself.
   *
   * @return false if the caller must write the message
   */
  boolean leaveLater(TimedOutput to, ByteBuffer message) {
    LateMessages into = room;
    if (into == null || late.get() != Late.NOTHING) {
      return false;
    }
    int count = message.remaining();
    int place = into.put(message);
    if (place < 0) {
      return false;
    }
    lies = into;
    output = to;
    at = place;
    length = count;
    late.setRelease(Late.WAITS);
    return true;
  }

  /** Whether there is a message that has not left. */
  boolean hasLate() {
    return late.get() == Late.WAITS;
  }

  /** Whether there is one for that output. Called by the thread itself. */
  boolean hasLateFor(TimedOutput to) {
    return hasLate() && to.equals(output);
  }

  /** Sends the message if it still waits. Called by the carrier, between two steps. */
  void leave() {
    if (late.compareAndSet(Late.WAITS, Late.LEAVES)) {
      send(LateMessages::leaving);
    }
  }

  /** Sends the message if it still waits, and returns when it has left. On any thread. */
  void leaveNow() {
    if (late.compareAndSet(Late.WAITS, Late.LEAVES)) {
      send(LateMessages::copy);
    }
    while (late.get() == Late.LEAVES) {
      Thread.onSpinWait(); // sending never blocks
    }
  }

  private interface Look {
    ByteBuffer at(LateMessages lies, int at, int length);
  }

  private void send(Look look) {
    try {
      TimedOutput to = output;
      LateMessages from = lies;
      if (to != null && from != null) {
        to.writeLate(look.at(from, at, length));
      }
    } finally {
      output = null;
      lies = null;
      late.setRelease(Late.NOTHING);
    }
  }
}
