package larder.socket.channel;

import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets other virtual threads go first that wait for the processor. Before a read, so that what is
 * to be read has come meanwhile, and nobody need be woken for it; before a write, so that messages
 * leave one right after another, and whoever takes them is awake already. Where nobody waits it is
 * of no use, and is tried again only after a while. For one thread at a time.
 */
final class Courtesy {
  /** Who comes back that soon was let go on at once: even the shortest exchange takes longer. */
  private static final long AT_ONCE_NANOS = 2_000;

  /** So long it takes until all others had their turn, if there are many. */
  private static final long CROWDED_NANOS = 100_000;

  /**
   * After a turn of all others that took so long, what a message is made of has left the
   * processor's caches, and it had better be written at once.
   */
  private static final long TOO_LONG_TO_WRITE_NANOS = 50_000_000;

  private static final int STEPS_BETWEEN_TRIALS = 16;

  /** So much was just read, and is still at hand: it had better leave before others read theirs. */
  static final long LARGE = 32 << 10;

  /** But nobody goes on for longer than this takes. */
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
   * @param outsiders null if nobody has to wait outside
   * @param letOthers lets others go first, if there are any, and returns; given the time
   * @param tooLong after a turn that took longer, in nanoseconds, it goes on at once for a while
   */
  Courtesy(
      LongSupplier nanoTime, LongConsumer letOthers, @Nullable Outsiders outsiders, long tooLong) {
    this.nanoTime = nanoTime;
    this.letOthers = letOthers;
    this.outsiders = outsiders;
    this.tooLong = tooLong;
  }

  /** For one who reads what that tells of. */
  static Courtesy beforeReads(Readiness readiness) {
    return new Courtesy(
        now -> letOthersRun(now, () -> readiness.letGoFirst(Courtesy::goAside)), Long.MAX_VALUE);
  }

  /** For one who writes. */
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

  @SuppressWarnings("ThreadPriorityCheck") // it makes nothing right, only cheaper
  private static void goAside() {
    Thread.yield();
  }

  /** A step begins that moves so many bytes: where they are many, at once. */
  void step(long bytes) {
    inARow += bytes;
    if (bytes < LARGE || inARow > MOST_IN_A_ROW) {
      inARow = 0;
      step();
    }
  }

  /** A step begins. */
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
