package larder.socket.channel;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Things that are dear to make, kept for the next who needs one, up to a bound; what nobody needed
 * for a while is let go. Without a lock: there are several stacks, and each thread begins with one
 * of its own. What was used last is taken first, as it is still in the processor's caches.
 */
public final class Pool<T> implements Watched {
  private static final int STACKS = 16;

  /** So far apart that two stacks are not in one line of a cache. */
  private static final int APART = 16;

  private static final int LEAST = 64;
  private static final int MOST = 4096;
  private static final int MOST_BYTES = 32 << 20;
  private static final long UNUSED_NANOS = Duration.ofSeconds(10).toNanos();

  private final Supplier<T> maker;
  private final int mostInStack;
  private final AtomicReferenceArray<@Nullable Kept<T>> tops =
      new AtomicReferenceArray<>(STACKS * APART);

  /** How many of each stack were not needed since the last look; a guess where threads meet. */
  private final int[] unneeded = new int[STACKS * APART];

  private long lookedAt;

  /**
   * @param depth how many there are with this and below
   */
  private record Kept<T>(T one, @Nullable Kept<T> below, int depth) {}

  /**
   * One for as many as are needed at once, within 32 MiB or 64 of them. What nobody needed for
   * twenty seconds is gone.
   *
   * @param bytes that each of them takes
   */
  public Pool(int bytes, Supplier<T> maker, Sweeper sweeper) {
    this(bytes, maker);
    sweeper.watch(this);
  }

  /** The same, but that it is swept by its owner or not at all. */
  public Pool(int bytes, Supplier<T> maker) {
    this.maker = maker;
    this.mostInStack = Math.clamp(MOST_BYTES / bytes, LEAST, MOST) / STACKS;
  }

  /** One that was kept, as it was given, or a new one. */
  public T take() {
    int own = own();
    for (int i = 0; i < STACKS; i++) {
      int stack = (own + i) % STACKS * APART;
      Kept<T> top = tops.get(stack);
      while (top != null) {
        if (tops.compareAndSet(stack, top, top.below())) {
          unneeded[stack] = Math.min(unneeded[stack], top.depth() - 1);
          return top.one();
        }
        top = tops.get(stack);
      }
    }
    return maker.get();
  }

  /** Keeps it, or lets it go if there are enough. The giver must not touch it again. */
  public void give(T one) {
    int own = own();
    for (int i = 0; i < STACKS; i++) {
      if (push(one, (own + i) % STACKS * APART)) {
        return;
      }
    }
  }

  private static int own() {
    return (int) (Thread.currentThread().threadId() % STACKS);
  }

  private boolean push(T one, int stack) {
    while (true) {
      Kept<T> top = tops.get(stack);
      int depth = depth(top);
      if (depth == mostInStack) {
        return false;
      }
      if (tops.compareAndSet(stack, top, new Kept<>(one, top, depth + 1))) {
        return true;
      }
    }
  }

  private static int depth(@Nullable Kept<?> top) {
    return top == null ? 0 : top.depth();
  }

  /** Lets go of what nobody needed since the last look, ten seconds ago. */
  @Override
  public void sweep(long now) {
    if (now - lookedAt < UNUSED_NANOS) {
      return;
    }
    lookedAt = now;
    for (int stack = 0; stack < STACKS * APART; stack += APART) {
      if (unneeded[stack] > 0) {
        keepAbove(unneeded[stack], stack);
      }
      unneeded[stack] = depth(tops.get(stack));
    }
  }

  private void keepAbove(int depth, int stack) {
    Kept<T> top = tops.getAndSet(stack, null);
    while (top != null && top.depth() > depth) {
      push(top.one(), stack);
      top = top.below();
    }
  }

  @Override
  public void cut() {}
}
