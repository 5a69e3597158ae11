package larder.socket.channel;

import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A virtual thread that a {@link Carrier} carries, as a step of it that is ready; and the small
 * message that it wrote last, if that is to leave only once the thread waits, with those of the
 * others. It is the scheduler of its thread, so that the carrier knows whose step it takes.
 *
 * <p>A message leaves once, whoever has it leave: the carrier between two steps, or the thread
 * itself before it does anything else with that channel.
 */
final class Carried implements Executor, Runnable {
  private static final ThreadLocal<@Nullable Carried> OF_THIS_THREAD = new ThreadLocal<>();

  private final Carrier carrier;
  private final AtomicInteger load;
  private final Runnable task;
  private final AtomicReference<Late> late = new AtomicReference<>(Late.NOTHING);
  private @Nullable Runnable step;

  // For the step that is under way.
  private @Nullable LateMessages room;

  // The message, while there is one.
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
   * @param load counts down when it ends
   * @param task what the thread is for
   */
  Carried(Carrier carrier, AtomicInteger load, Runnable task) {
    this.carrier = carrier;
    this.load = load;
    this.task = task;
  }

  /** What the thread begins with. */
  void begin() {
    OF_THIS_THREAD.set(this);
    try {
      task.run();
    } finally {
      load.decrementAndGet();
    }
  }

  /** This thread, if it is carried by one of ours; else null. */
  static @Nullable Carried ofThisThread() {
    return OF_THIS_THREAD.get();
  }

  Carrier carrier() {
    return carrier;
  }

  /** Whether it is of use that this thread lets others go first. By the thread itself. */
  boolean othersMayBeReady(long now) {
    return carrier.othersMayBeReady(now);
  }

  /**
   * The thread is ready for its next step, which the JDK has it take by the same object each time.
   * Virtual threads that it starts itself have this for their scheduler, too.
   */
  @Override
  public void execute(Runnable next) {
    if (step == null) {
      step = next;
    }
    carrier.execute(next.equals(step) ? this : next);
  }

  /** Takes the next step. */
  @Override
  public void run() {
    Runnable next = step;
    if (next != null) {
      next.run();
    }
  }

  /**
   * Before its next step.
   *
   * @param forLate where a message can lie that it writes then; null if it is to leave at once
   */
  void mayWriteInto(@Nullable LateMessages forLate) {
    room = forLate;
  }

  /**
   * Has a message leave once this thread waits, if that is of use and there is room for it. By the
   * thread itself.
   *
   * @return false if the caller has to write it
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

  /** Whether there is one for that. By the thread itself. */
  boolean hasLateFor(TimedOutput to) {
    return hasLate() && to.equals(output);
  }

  /** Has the message leave if it still waits. By the carrier, between two steps. */
  void leave() {
    if (late.compareAndSet(Late.WAITS, Late.LEAVES)) {
      send(LateMessages::leaving);
    }
  }

  /** Returns when the message has left, if there was one. By anybody. */
  void leaveNow() {
    if (late.compareAndSet(Late.WAITS, Late.LEAVES)) {
      send(LateMessages::copy);
    }
    while (late.get() == Late.LEAVES) {
      Thread.onSpinWait(); // nobody waits for anything there
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
