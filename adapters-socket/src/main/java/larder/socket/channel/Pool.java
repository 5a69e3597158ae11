package larder.socket.channel;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Things that are dear to make, kept for the next who needs one, up to a bound; what nobody needed
 * for a while is let go. Without a lock: each thread begins to look at a place of its own, where it
 * finds what it had before, which may still be in the processor's caches; and then where somebody
 * gave one last.
 */
public final class Pool<T> implements Watched {
  private static final int LEAST = 64;
  private static final int MOST = 4096;

  /**
   * Of what may lie outside of the heap, which is as much as the heap may have or more, a little.
   */
  private static final long MOST_BYTES = Math.min(32 << 20, Runtime.getRuntime().maxMemory() / 16);

  private static final long UNNEEDED_NANOS = Duration.ofSeconds(10).toNanos();

  private final Supplier<T> maker;
  private final AtomicReferenceArray<@Nullable T> kept;

  /** Which places were used since the last look; a guess where threads meet. */
  private final boolean[] used;

  private final int mask;

  /**
   * Where one was given last; a guess where threads meet. Where few are lent, it is all there is.
   */
  private int lately;

  /** How many there are, lent or kept. */
  private final AtomicInteger made = new AtomicInteger();

  private long lookedAt;

  /**
   * One for as many as are needed at once: 64 at least, 4096 at most, and between that what takes a
   * sixteenth of the heap's size or 32 MiB. What nobody needed for twenty seconds is gone.
   *
   * @param bytes that each of them takes
   */
  public Pool(int bytes, Supplier<T> maker, Sweeper sweeper) {
    this(bytes, maker);
    sweeper.watch(this);
  }

  /** The same, but that whoever made it sweeps it. */
  Pool(int bytes, Supplier<T> maker) {
    int places = Integer.highestOneBit(Math.clamp(MOST_BYTES / bytes, LEAST, MOST));
    this.maker = maker;
    this.kept = new AtomicReferenceArray<>(places);
    this.used = new boolean[places];
    this.mask = places - 1;
  }

  /** How many it keeps at most. */
  int places() {
    return mask + 1;
  }

  /** One that was kept, as it was given, or a new one. */
  public T take() {
    T one = takeKept();
    return one == null ? make() : one;
  }

  /**
   * The same, or null if there are as many already as it keeps, all of them lent most likely, or no
   * memory for one more.
   */
  @Nullable T takeIfKept() {
    T one = takeKept();
    if (one != null || made.get() > mask) {
      return one;
    }
    try {
      return make();
    } catch (OutOfMemoryError e) { // whoever asks can do without
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
      one = takeAt((own - i) & mask); // whoever had one lately and has ended was begun before
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

  /** Keeps it, or lets it go if there are enough. The giver must not touch it again. */
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

  /** Reads first: what many write takes turns. */
  private void note(int place) {
    if (!used[place]) {
      used[place] = true;
    }
  }

  /** Lets go of what lies where nothing was taken or given since the last look. */
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
