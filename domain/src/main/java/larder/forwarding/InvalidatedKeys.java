package larder.forwarding;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import larder.caching.NoVarySearch;
import larder.forwarding.Invalidations.Since;
import larder.store.StoreKey;
import org.jspecify.annotations.Nullable;

/**
 * The turn of {@link Invalidations} in which each key was last invalidated. Keys share places,
 * distributed by a secret of the process: one may seem invalidated because another was, but no
 * invalidation is missed. Safe for all threads; costs nothing until the first invalidation.
 */
final class InvalidatedKeys {
  private final int most;

  /** The turn of the last invalidation, by place; null until the first one. */
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
   * Whether this key, or one that its response answers for, was invalidated since then.
   *
   * @param rule what the response under the key says of other queries
   */
  boolean include(StoreKey key, NoVarySearch rule, Since asked) {
    return include(key, asked)
        || (!(rule instanceof NoVarySearch.WholeQuery) && include(anyQuery(key), asked));
  }

  /** Whether this key, or another query of its path, was invalidated since then. */
  boolean includePathOf(StoreKey key, Since asked) {
    return include(key, asked) || include(anyQuery(key), asked);
  }

  private boolean include(StoreKey key, Since asked) {
    AtomicLongArray known = turns.get();
    return known != null && asked.isBefore(known.get(place(key)));
  }

  /** A key that stands for all queries of the path. */
  private static StoreKey anyQuery(StoreKey key) {
    return new StoreKey(KnownQueries.withoutQuery(key) + "?");
  }

  private int place(StoreKey key) {
    return (int) Math.unsignedMultiplyHigh(RecentKeys.number(key), most);
  }
}
