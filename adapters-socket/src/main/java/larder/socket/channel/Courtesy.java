package larder.socket.channel;

import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets other ready virtual threads run first: before a read, so that the bytes have arrived
 * meanwhile and no thread must be woken for them; before a write, so that messages leave one right
 * after another, and their receivers are already awake. Where no thread is ready this is useless,
 * and is tried again only after a while. For one thread at a time.
 */
final class Courtesy {
  /**
   * A thread that continues this soon did not wait for others: even the shortest exchange takes
   * longer.
   */
  private static final long AT_ONCE_NANOS = 2_000;

  /** If other threads take this long, there are many. */
  private static final long CROWDED_NANOS = 100_000;

  /**
   * If the other threads took this long, the content of the message has left the processor's
   * caches, and the next messages are written at once.
   */
  private static final long TOO_LONG_TO_WRITE_NANOS = 50_000_000;

  private static final int STEPS_BETWEEN_TRIALS = 16;

  /**
   * This many bytes were just read and are still in the caches; they should leave before other
   * threads read theirs.
   */
  static final long LARGE = 32 << 10;

  /** But no thread moves more than this without letting others run. */
  static final long MOST_IN_A_ROW = 1 << 20;

  private final LongSupplier nanoTime;
  private final LongConsumer letOthers;
  private final @Nullable Outsiders outsiders;
  private final long tooLong;
  private int stepsToGo;
  private long inARow;

  private Courtesy(LongConsumer letOthers, long tooLong) {
    this(
        System::nanoTime, letOthers, Carriers.carry() ? null : Outsiders.OF_THE_SCHEDULER, tooLong);
  }

  /**
   * @param outsiders null if no thread has to wait outside
   * @param letOthers lets others run first, if there are any, and returns; receives the time
   * @param tooLong if the others took longer, in nanoseconds, the next steps go on at once
   */
  Courtesy(
      LongSupplier nanoTime, LongConsumer letOthers, @Nullable Outsiders outsiders, long tooLong) {
    this.nanoTime = nanoTime;
    this.letOthers = letOthers;
    this.outsiders = outsiders;
    this.tooLong = tooLong;
  }

  /** For a thread that reads when the readiness says so. */
  static Courtesy beforeReads(Readiness readiness) {
    return new Courtesy(
        now -> letOthersRun(now, () -> readiness.letGoFirst(Courtesy::goAside)), Long.MAX_VALUE);
  }

  /** For a thread that writes. */
  static Courtesy beforeWrites() {
    return new Courtesy(Courtesy::letOthersRun, TOO_LONG_TO_WRITE_NANOS);
  }

  static void letOthersRun(long now) {
    letOthersRun(now, Courtesy::goAside);
  }

  private static void letOthersRun(long now, Runnable asCarried) {
    Carried carried = Carried.ofThisThread();
    if (carried == null) {
      goAside();
    } else if (carried.othersMayBeReady(now)) {
      asCarried.run();
    }
  }

  @SuppressWarnings("ThreadPriorityCheck") // needed for speed only, not for correctness
  private static void goAside() {
    Thread.yield();
  }

  /** Called before a step that moves that many bytes; a large step goes on at once. */
  void step(long bytes) {
    inARow += bytes;
    if (bytes < LARGE || inARow > MOST_IN_A_ROW) {
      inARow = 0;
      step();
    }
  }

  /** Called before a step. */
  void step() {
    if (stepsToGo > 0) {
      stepsToGo--;
      return;
    }
    long before = nanoTime.getAsLong();
    if (outsiders != null && outsiders.letIn(before)) {
      return;
    }
    letOthers.accept(before);
    long took = nanoTime.getAsLong() - before;
    if (took < AT_ONCE_NANOS || took > tooLong) {
      stepsToGo = STEPS_BETWEEN_TRIALS;
    }
    if (outsiders != null && took > CROWDED_NANOS) {
      outsiders.crowded();
    }
  }
}
