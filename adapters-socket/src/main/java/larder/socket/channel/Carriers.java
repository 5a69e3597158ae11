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
 * Threads of the system that carry the virtual threads of connections, and wait for their channels:
 * one for each processor. There is one of this in a process, as there is one scheduler of the JDK;
 * where the JDK does not let virtual threads be carried by others, its scheduler does, and what is
 * here only waits. Safe for all threads.
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
    // closing a channel can take its time: whoever does that cannot look after these
    Sweeper sweeper = Sweeper.start("larder-carrier-watch");
    all.forEach(sweeper::watch);
  }

  /** One that is not of the process, and has messages leave late whenever it may. */
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

  /** Of builders of virtual threads with a scheduler; the JDK has it for its own tests. */
  private static @Nullable Constructor<?> builders() {
    if (!Pin.isPossible()) {
      return null;
    }
    try {
      Constructor<?> builders =
          Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder")
              .getDeclaredConstructor(Executor.class);
      builders.setAccessible(true);
      threads(builders, step -> {}); // it is not promised that it works
      return builders;
    } catch (ReflectiveOperationException | RuntimeException e) {
      LOG.log(Level.DEBUG, "The JDK carries the threads of connections: " + e.getMessage());
      return null;
    }
  }

  /** Whether virtual threads are carried here, and not by the JDK. */
  static boolean carry() {
    return OF_THE_PROCESS.carry;
  }

  static List<Carrier> all() {
    return OF_THE_PROCESS.all;
  }

  /** Starts a virtual thread of a new connection, carried by whoever carries fewest. */
  public static void start(Runnable task) {
    Carrier least = all().getFirst();
    for (Carrier one : all()) {
      if (one.load() < least.load()) {
        least = one;
      }
    }
    least.carry(task);
  }

  /** Starts a thread that is {@link #beside} another. */
  public static void launch(Thread thread) {
    try (Pin _ = Pin.hold()) { // the JDK lists virtual threads: here, and on a carrier at their end
      thread.start();
    }
  }

  /** A virtual thread that works with this one, and is carried with it; not started. */
  public static Thread beside(Runnable task) {
    return here().thread(task);
  }

  /** Lets others go first that are carried with this thread, if there may be some. */
  public static void makeWay() {
    Courtesy.letOthersRun(System.nanoTime());
  }

  /** What waits for the channels of this thread. */
  static Carrier here() {
    Carried carried = Carried.ofThisThread();
    return carried != null
        ? carried.carrier()
        : all().get((int) (Thread.currentThread().threadId() % all().size()));
  }
}
