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
 * Waits for all channels of a {@link Carrier}'s threads at once, and notifies those whose channels
 * are ready. Notifications and tasks run one after another between two steps of the carrier: they
 * must never wait, not even for locks that virtual threads take (see {@link Pin}).
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

  /** Tasks to run after the next look. */
  private final Queue<Runnable> asides = new ConcurrentLinkedQueue<>();

  /**
   * Tasks to run once the selector has removed cancelled keys. It does not wait while there are
   * any.
   */
  private final Queue<Runnable> afterKeys = new ArrayDeque<>();

  private volatile boolean waits;

  /** When the selector last knew all that had come. */
  private volatile long lookedAt;

  /** Is notified when a channel is ready. */
  interface Told {
    void ready(SelectionKey key);
  }

  /**
   * @param selector belongs to this object from now on
   * @param othersWait whether there is something to do other than to wait
   * @param say logs a failure, later
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

  /** Whether the key is one of this lookout. On any thread. */
  boolean has(SelectionKey key) {
    return selector.equals(key.selector());
  }

  /** Notifies that object, and no other, when the channel is ready. On any thread. */
  SelectionKey watch(SelectableChannel channel, int operations, Told told) throws IOException {
    return channel.register(selector, operations, told);
  }

  /** Runs the task soon. On any thread. */
  void aside(Runnable task) {
    asides.add(task);
    lookAnew();
  }

  /**
   * Runs the task once the selector has removed the keys just cancelled. Only from a task of {@link
   * #aside}.
   */
  void afterKeys(Runnable task) {
    afterKeys.add(task);
  }

  /** Makes it look again, because what it waits for has changed. On any thread. */
  void lookAnew() {
    if (waits) {
      try (Pin _ = Pin.hold()) {
        selector.wakeup();
      }
    }
  }

  /** Whether it knows all that came longer ago than that. On any thread. */
  boolean hasLookedWithin(long nanos) {
    return hasLookedWithin(nanos, nanoTime.getAsLong());
  }

  /** The same, at the time {@code now}. */
  boolean hasLookedWithin(long nanos, long now) {
    return now - lookedAt < nanos;
  }

  /**
   * Waits until the descriptors of closed channels have been returned to the system, or that takes
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
   * Notifies objects whose channels are ready, and runs the tasks. Only for the carrier.
   *
   * @param wait whether to wait until there is something
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
    } catch (RuntimeException | Error e) { // a failed task must not affect the others
      say.accept("What a connection wanted done failed", e);
    }
  }
}
