package larder.socket.channel;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Ends steps that have passed their deadlines. Blocking reads and writes of a channel have no
 * time-outs, so each step stores its deadline, and one thread checks all of them a few times a
 * second.
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
   * A sweeper that sweeps only when called.
   *
   * @param nanoTime a clock with any origin
   */
  public Sweeper(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.start = nanoTime.getAsLong();
  }

  /** A sweeper with its own thread. */
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

  /**
   * Sweeps; whatever goes wrong, there is a next time, because no other thread checks these
   * deadlines.
   */
  private void sweepOnce() {
    try {
      sweep();
    } catch (RuntimeException | Error e) { // most likely no memory
      say("Deadlines could not be looked at, which is tried again", e);
    }
  }

  /** Ends everything whose deadline has passed. */
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

  /** The deadline of a step that begins now; it may take effect one sweep late, but never early. */
  long deadline(long timeoutNanos) {
    return now + TICK + timeoutNanos;
  }

  /** Watches it from now on; ends it if this sweeper is closed. */
  public void watch(Watched one) {
    watched.add(one);
    if (closed) {
      one.cut();
    }
  }

  /** Stops watching it. */
  public void forget(Watched one) {
    watched.remove(one);
  }

  /** Sweeps no more, and ends everything that it watched. */
  @Override
  public void close() {
    closed = true;
    watched.forEach(Watched::cut);
  }
}
