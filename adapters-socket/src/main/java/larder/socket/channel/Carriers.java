package larder.socket.channel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.lang.reflect.Constructor;
import java.nio.channels.Selector;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The carriers of the process: platform threads, one for each processor, that run the virtual
 * threads of connections and wait for their channels. There is one set, as there is one scheduler
 * of the JDK. Where the JDK does not allow other schedulers, its own runs the virtual threads, and
 * the carriers only wait. Safe for all threads.
 */
public final class Carriers {
  private static final System.Logger LOG = System.getLogger("larder.socket");
  private static final Carriers OF_THE_PROCESS = new Carriers();

  private final boolean carry;
  private final List<Carrier> all;

  private Carriers() {
    Constructor<?> builders = builders();
    this.carry = builders != null;
    this.all =
        IntStream.range(0, Runtime.getRuntime().availableProcessors())
            .mapToObj(number -> open(number, builders))
            .toList();
    all.forEach(Carrier::start);
    // a thread of its own, because one that closes channels may be held up
    Sweeper sweeper = Sweeper.start("larder-carrier-watch");
    all.forEach(sweeper::watch);
  }

  /** A carrier that is not one of the process, and lets messages leave late whenever possible. */
  static Carrier open(Selector selector, LongSupplier nanoTime) {
    Constructor<?> builders = builders();
    return new Carrier(0, selector, scheduler -> threads(builders, scheduler), nanoTime, 0);
  }

  private static Carrier open(int number, @Nullable Constructor<?> builders) {
    try {
      return new Carrier(number, Selector.open(), scheduler -> threads(builders, scheduler));
    } catch (IOException e) {
      throw new UncheckedIOException("Nothing can wait for connections", e);
    }
  }

  private static ThreadFactory threads(@Nullable Constructor<?> builders, Executor scheduler) {
    try {
      return builders == null
          ? Thread.ofVirtual().factory()
          : ((Thread.Builder) builders.newInstance(scheduler)).factory();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("What the JDK shows cannot be used", e);
    }
  }

  /**
   * The constructor of builders of virtual threads with a scheduler, which the JDK has for its own
   * tests.
   */
  private static @Nullable Constructor<?> builders() {
    if (!Pin.isPossible()) {
      return null;
    }
    try {
      Constructor<?> builders =
          Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder")
              .getDeclaredConstructor(Executor.class);
      builders.setAccessible(true);
      threads(builders, step -> {}); // it may not work
      return builders;
    } catch (ReflectiveOperationException | RuntimeException e) {
      LOG.log(Level.DEBUG, "The JDK carries the threads of connections: " + e.getMessage());
      return null;
    }
  }

  /** Whether our carriers run the virtual threads, and not the JDK's scheduler. */
  static boolean carry() {
    return OF_THE_PROCESS.carry;
  }

  static List<Carrier> all() {
    return OF_THE_PROCESS.all;
  }

  /** Starts a virtual thread for a new connection, on the carrier with the fewest connections. */
  public static void start(Runnable task) {
    Carrier least = all().getFirst();
    for (Carrier one : all()) {
      if (one.load() < least.load()) {
        least = one;
      }
    }
    least.carry(task);
  }

  /** Starts a thread that {@link #beside} has created. */
  public static void launch(Thread thread) {
    // The JDK lists virtual threads when they start, and on a carrier when they end.
    try (Pin _ = Pin.hold()) {
      thread.start();
    }
  }

  /**
   * Creates a virtual thread that works with the current one, on the same carrier; does not start
   * it.
   */
  public static Thread beside(Runnable task) {
    return here().thread(task);
  }

  /** Lets other threads of the same carrier run first, if any may be ready. */
  public static void makeWay() {
    Courtesy.letOthersRun(System.nanoTime());
  }

  /** The carrier that waits for the channels of the current thread. */
  static Carrier here() {
    Carried carried = Carried.ofThisThread();
    return carried != null
        ? carried.carrier()
        : all().get((int) (Thread.currentThread().threadId() % all().size()));
  }
}
