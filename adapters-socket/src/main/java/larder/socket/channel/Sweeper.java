package larder.socket.channel;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Ends what has outlived its deadline. A blocking read or write of a channel knows no time-out; so
 * each step writes its deadline down, which costs one store, and one thread looks at all of them a
 * few times a second.
 */
public final class Sweeper implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("larder.socket");
  private static final long TICK = Duration.ofMillis(250).toNanos();

  private final LongSupplier nanoTime;
  private final long start;
  private final Set<Watched> watched = ConcurrentHashMap.newKeySet();
  private volatile long now;
  private volatile boolean closed;

  /**
   * One that sweeps when it is told to.
   *
   * @param nanoTime from any start
   */
  public Sweeper(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.start = nanoTime.getAsLong();
  }

  /** One with a thread of its own. */
  public static Sweeper start(String name) {
    return start(name, System::nanoTime);
  }

  static Sweeper start(String name, LongSupplier nanoTime) {
    Sweeper sweeper = new Sweeper(nanoTime);
    Thread.ofPlatform().daemon().name(name).start(sweeper::run);
    return sweeper;
  }

  private void run() {
    while (!closed) {
      LockSupport.parkNanos(TICK);
      sweepOnce();
    }
  }

  /** Whatever goes wrong, there is a next time: nobody else looks at these deadlines. */
  private void sweepOnce() {
    try {
      sweep();
    } catch (RuntimeException | Error e) { // no memory, most likely
      say("Deadlines could not be looked at, which is tried again", e);
    }
  }

  /** Ends what is too late by now. */
  public void sweep() {
    now = nanoTime.getAsLong() - start;
    for (Watched one : watched) {
      try {
        one.sweep(now);
      } catch (RuntimeException | Error e) { // the others have deadlines, too
        say("A connection could not be swept", e);
      }
    }
  }

  private static void say(String what, Throwable e) {
    try {
      LOG.log(Level.ERROR, what, e);
    } catch (RuntimeException | Error notSaid) {
      // There is no memory even for that.
    }
  }

  /** Nanoseconds since the start, as of the last sweep. */
  public long now() {
    return now;
  }

  /** The deadline of a step that begins now; it may pass one sweep later, never earlier. */
  long deadline(long timeoutNanos) {
    return now + TICK + timeoutNanos;
  }

  /** Looks at it from now on; ends it if it came after the end. */
  public void watch(Watched one) {
    watched.add(one);
    if (closed) {
      one.cut();
    }
  }

  /** Looks at it no more. */
  public void forget(Watched one) {
    watched.remove(one);
  }

  /** Sweeps no more, and ends all that it watched. */
  @Override
  public void close() {
    closed = true;
    watched.forEach(Watched::cut);
  }
}
