package larder.forwarding;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import larder.caching.NoVarySearch;
import larder.store.StoreKey;
import org.jspecify.annotations.Nullable;

/**
 * Which keys were invalidated since: what was asked for before that answers nobody who comes later,
 * though it is stored only now (RFC 9111, section 4.4). Each invalidation has a turn of its own, so
 * that no clock need be right. Keys share places, which a secret of the process deals out: one may
 * seem to be invalidated along with another, never the other way round. Safe for all threads;
 * nobody waits here, and where nothing was invalidated yet there is nothing to look up.
 */
final class InvalidatedKeys {
  private final int most;
  private final AtomicLong turn = new AtomicLong();

  /** By place, the turn of its last invalidation; null until the first one. */
  private final AtomicReference<@Nullable AtomicLongArray> turns = new AtomicReference<>();

  /**
   * @param most how many places there are
   */
  InvalidatedKeys(int most) {
    this.most = most;
  }

  /** That of the last invalidation. */
  long turn() {
    return turn.get();
  }

  /** That of an invalidation which begins now. */
  long next() {
    return turn.incrementAndGet();
  }

  /** Before what is stored under the key is removed: what comes in between is found here then. */
  void add(StoreKey key) {
    AtomicLongArray known = turns.get();
    if (known == null) {
      turns.compareAndSet(null, new AtomicLongArray(most));
      add(key);
      return;
    }
    long now = next();
    known.accumulateAndGet(place(key), now, Math::max);
    known.accumulateAndGet(place(anyQuery(key)), now, Math::max);
  }

  /**
   * Was this key invalidated since that turn, or one that it answers for?
   *
   * @param rule what the response under the key says of other queries
   */
  boolean include(StoreKey key, NoVarySearch rule, long since) {
    AtomicLongArray known = turns.get();
    if (known == null) {
      return false;
    }
    return known.get(place(key)) > since
        || (!(rule instanceof NoVarySearch.WholeQuery) && known.get(place(anyQuery(key))) > since);
  }

  /** What stands for all queries of the path. */
  private static StoreKey anyQuery(StoreKey key) {
    return new StoreKey(KnownQueries.withoutQuery(key) + "?");
  }

  private int place(StoreKey key) {
    return (int) Math.unsignedMultiplyHigh(RecentKeys.number(key), most);
  }
}
