package larder.socket.channel;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Things that are dear to make, kept for the next who needs one, up to a bound. Without a lock:
 * each thread begins to look at a place of its own.
 */
public final class Pool<T> {
  private final Supplier<T> maker;
  private final AtomicReferenceArray<@Nullable T> kept;
  private final int mask;

  /**
   * @param most how many are kept; a power of two
   */
  public Pool(int most, Supplier<T> maker) {
    if (Integer.bitCount(most) != 1) {
      throw new IllegalArgumentException("No power of two: " + most);
    }
    this.maker = maker;
    this.kept = new AtomicReferenceArray<>(most);
    this.mask = most - 1;
  }

  /** One that was kept, as it was given, or a new one. */
  public T take() {
    int own = (int) Thread.currentThread().threadId();
    for (int i = 0; i <= mask; i++) {
      int place = (own + i) & mask;
      T one = kept.getPlain(place);
      if (one != null && kept.compareAndSet(place, one, null)) {
        return one;
      }
    }
    return maker.get();
  }

  /** Keeps it, or lets it go if there are enough. The giver must not touch it again. */
  public void give(T one) {
    int own = (int) Thread.currentThread().threadId();
    for (int i = 0; i <= mask; i++) {
      int place = (own + i) & mask;
      if (kept.getPlain(place) == null && kept.compareAndSet(place, null, one)) {
        return;
      }
    }
  }
}
