package larder.socket.channel;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps expensive objects for reuse, up to a limit; drops those that were not needed for a while.
 * Uses no lock: each thread first looks at a place of its own, where it finds the object that it
 * had before, which may still be in the processor's caches, and then where one was given last.
 */
public final class Pool<T> implements Watched {
  private static final int LEAST = 64;
  private static final int MOST = 4096;

  /** A small part of the memory outside the heap, which may be as large as the heap or larger. */
  private static final long MOST_BYTES = Math.min(32 << 20, Runtime.getRuntime().maxMemory() / 16);

  private static final long UNNEEDED_NANOS = Duration.ofSeconds(10).toNanos();

  private final Supplier<T> maker;
  private final AtomicReferenceArray<@Nullable T> kept;

  /** Which places were used since the last look; may be wrong where threads race. */
  private final boolean[] used;

  private final int mask;

  /**
   * Where one was given last; may be wrong where threads race. With few objects lent, it is the
   * only place that has one.
   */
  private int lately;

  /** How many objects there are, lent or kept. */
  private final AtomicInteger made = new AtomicInteger();

  private long lookedAt;

  /**
   * Keeps as many as are needed at once: at least 64, at most 4096, and in between as many as take
   * a sixteenth of the largest heap or 32 MiB, whichever is less. An object that was not needed for
   * twenty seconds is dropped.
   *
   * @param bytes the size of each object
   */
  public Pool(int bytes, Supplier<T> maker, Sweeper sweeper) {
    this(bytes, maker);
    sweeper.watch(this);
  }

  /** The same, but the caller sweeps it. */
  Pool(int bytes, Supplier<T> maker) {
    int places = Integer.highestOneBit(Math.clamp(MOST_BYTES / bytes, LEAST, MOST));
    this.maker = maker;
    this.kept = new AtomicReferenceArray<>(places);
    this.used = new boolean[places];
    this.mask = places - 1;
  }

  /** The most objects that it keeps. */
  int places() {
    return mask + 1;
  }

  /** Takes a kept object, in the state in which it was given, or creates one. */
  public T take() {
    T one = takeKept();
    return one == null ? make() : one;
  }

  /**
   * The same, but returns null if as many exist as the pool keeps, most likely all of them lent, or
   * if there is no memory for another.
   */
  @Nullable T takeIfKept() {
    T one = takeKept();
    if (one != null || made.get() > mask) {
      return one;
    }
    try {
      return make();
    } catch (OutOfMemoryError e) { // the caller can do without
      return null;
    }
  }

  private T make() {
    T one = maker.get();
    made.incrementAndGet();
    return one;
  }

  private @Nullable T takeKept() {
    int own = (int) Thread.currentThread().threadId();
    T one = takeAt(own & mask);
    if (one == null) {
      one = takeAt(lately);
    }
    for (int i = 1; one == null && i <= mask; i++) {
      one = takeAt((own - i) & mask); // threads that had one lately and have ended began earlier
    }
    return one;
  }

  private @Nullable T takeAt(int place) {
    T one = kept.getPlain(place);
    if (one == null || !kept.compareAndSet(place, one, null)) {
      return null;
    }
    note(place);
    return one;
  }

  /** Keeps an object, or drops it if there are enough. The caller must not touch it again. */
  public void give(T one) {
    int own = (int) Thread.currentThread().threadId();
    for (int i = 0; i <= mask; i++) {
      int place = (own - i) & mask;
      if (kept.getPlain(place) == null && kept.compareAndSet(place, null, one)) {
        note(place);
        lately = place;
        return;
      }
    }
    made.decrementAndGet();
  }

  /** Reads first, because writes by many threads slow each other down. */
  private void note(int place) {
    if (!used[place]) {
      used[place] = true;
    }
  }

  /** Drops objects in places where nothing was taken or given since the last look. */
  @Override
  public void sweep(long now) {
    if (now - lookedAt < UNNEEDED_NANOS) {
      return;
    }
    lookedAt = now;
    for (int place = 0; place <= mask; place++) {
      if (!used[place] && kept.getAndSet(place, null) != null) {
        made.decrementAndGet();
      }
      used[place] = false;
    }
  }

  @Override
  public void cut() {}
}
