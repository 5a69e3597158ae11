package larder.forwarding;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import larder.caching.NoVarySearch;
import larder.forwarding.Invalidations.Since;
import larder.store.StoreKey;
import org.jspecify.annotations.Nullable;

/**
 * In which turn of {@link Invalidations} which keys were invalidated. Keys share places, which a
 * secret of the process deals out: one may seem to be invalidated along with another, never the
 * other way round. Safe for all threads; where nothing was invalidated yet there is nothing to look
 * up.
 */
final class InvalidatedKeys {
  private final int most;

  /** By place, the turn of its last invalidation; null until the first one. */
  private final AtomicReference<@Nullable AtomicLongArray> turns = new AtomicReference<>();

  /**
   * @param most how many places there are
   */
  InvalidatedKeys(int most) {
    this.most = most;
  }

  void add(StoreKey key, long turn) {
    AtomicLongArray known = turns.get();
    if (known == null) {
      turns.compareAndSet(null, new AtomicLongArray(most));
      add(key, turn);
      return;
    }
    known.accumulateAndGet(place(key), turn, Math::max);
    known.accumulateAndGet(place(anyQuery(key)), turn, Math::max);
  }

  /**
   * Was this key invalidated since then, or one that it answers for?
   *
   * @param rule what the response under the key says of other queries
   */
  boolean include(StoreKey key, NoVarySearch rule, Since asked) {
    return include(key, asked)
        || (!(rule instanceof NoVarySearch.WholeQuery) && include(anyQuery(key), asked));
  }

  /** Was this key invalidated since then, or another query of its path? */
  boolean includePathOf(StoreKey key, Since asked) {
    return include(key, asked) || include(anyQuery(key), asked);
  }

  private boolean include(StoreKey key, Since asked) {
    AtomicLongArray known = turns.get();
    return known != null && asked.isBefore(known.get(place(key)));
  }

  /** What stands for all queries of the path. */
  private static StoreKey anyQuery(StoreKey key) {
    return new StoreKey(KnownQueries.withoutQuery(key) + "?");
  }

  private int place(StoreKey key) {
    return (int) Math.unsignedMultiplyHigh(RecentKeys.number(key), most);
  }
}
