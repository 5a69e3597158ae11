package larder.socket.channel;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where a {@link Carrier} waits for all channels of its threads at once, and tells what is ready.
 * What is told, and what else is done here, comes between two steps of the carrier, one after the
 * other: it must never wait, for locks that virtual threads take neither (see {@link Pin}).
 */
final class Lookout {
  static final long PAUSE_NANOS = 100_000_000;
  private static final System.Logger LOG = System.getLogger("larder.socket");
  private static final long MOST_TO_LET_GO_MILLIS = 1_000;

  private final Selector selector;
  private final LongSupplier nanoTime;
  private final BooleanSupplier othersWait;
  private final BiConsumer<String, Throwable> say;
  private final Consumer<SelectionKey> tell = Lookout::tell;

  /** What is to be done after the next look. */
  private final Queue<Runnable> asides = new ConcurrentLinkedQueue<>();

  /** What is to be done once keys are gone that were cancelled. Not while it waits. */
  private final Queue<Runnable> afterKeys = new ArrayDeque<>();

  private volatile boolean waits;

  /** When all that had come was known last. */
  private volatile long lookedAt;

  /** Who is told that a channel is ready for something. */
  interface Told {
    void ready(SelectionKey key);
  }

  /**
   * @param selector its own from now on
   * @param othersWait whether there is something else to do than to wait
   * @param say writes down what went wrong, later
   */
  Lookout(
      Selector selector,
      LongSupplier nanoTime,
      BooleanSupplier othersWait,
      BiConsumer<String, Throwable> say) {
    this.selector = selector;
    this.nanoTime = nanoTime;
    this.lookedAt = nanoTime.getAsLong();
    this.othersWait = othersWait;
    this.say = say;
  }

  /** The channel's key here; null if there is none. On any thread. */
  @Nullable SelectionKey key(SelectableChannel channel) {
    return channel.keyFor(selector);
  }

  /** Whether it is one of those that it waits for. On any thread. */
  boolean has(SelectionKey key) {
    return selector.equals(key.selector());
  }

  /** Has that told what the channel is ready for, and nobody else. On any thread. */
  SelectionKey watch(SelectableChannel channel, int operations, Told told) throws IOException {
    return channel.register(selector, operations, told);
  }

  /** Has that done soon. On any thread. */
  void aside(Runnable task) {
    asides.add(task);
    lookAnew();
  }

  /** Has that done once no selector knows keys any more that were just cancelled. By an aside. */
  void afterKeys(Runnable task) {
    afterKeys.add(task);
  }

  /** Something about what is waited for has changed. On any thread. */
  void lookAnew() {
    if (waits) {
      try (Pin _ = Pin.hold()) {
        selector.wakeup();
      }
    }
  }

  /** Whether whatever came longer ago than that is known. On any thread. */
  boolean hasLookedWithin(long nanos) {
    return hasLookedWithin(nanos, nanoTime.getAsLong());
  }

  /** The same, at that time. */
  boolean hasLookedWithin(long nanos, long now) {
    return now - lookedAt < nanos;
  }

  /**
   * Returns when the descriptors are given back of channels that were closed before, or that takes
   * too long. On any thread.
   */
  void letGo() {
    CountDownLatch done = new CountDownLatch(1);
    aside(() -> afterKeys(done::countDown));
    try {
      if (!done.await(MOST_TO_LET_GO_MILLIS, TimeUnit.MILLISECONDS)) {
        LOG.log(System.Logger.Level.DEBUG, "A channel that was closed is not gone yet");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Tells what is ready, and does what else there is to do. By the carrier.
   *
   * @param wait until there is something
   */
  void look(boolean wait) {
    int cancelled = afterKeys.size();
    try {
      waits = wait;
      if (wait && cancelled == 0 && asides.isEmpty() && !othersWait.getAsBoolean()) {
        selector.select(tell);
      } else {
        selector.selectNow(tell);
      }
      lookedAt = nanoTime.getAsLong();
    } catch (IOException | RuntimeException | Error e) {
      say.accept("Connections could not be waited for, which is tried again", e);
      LockSupport.parkNanos(PAUSE_NANOS);
    } finally {
      waits = false;
    }
    for (int i = 0; i < cancelled; i++) {
      perform(afterKeys.remove());
    }
    for (Runnable one = asides.poll(); one != null; one = asides.poll()) {
      perform(one);
    }
  }

  private static void tell(SelectionKey key) {
    ((Told) key.attachment()).ready(key);
  }

  private void perform(Runnable one) {
    try {
      one.run();
    } catch (RuntimeException | Error e) { // the others have nothing to do with that
      say.accept("What a connection wanted done failed", e);
    }
  }
}
