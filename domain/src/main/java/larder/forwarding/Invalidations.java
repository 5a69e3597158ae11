package larder.forwarding;

import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import larder.caching.NoVarySearch;
import larder.store.StoreGroup;
import larder.store.StoreKey;
import larder.store.StoredHead;

/**
 * What was invalidated since: what was asked for before that answers nobody who comes later, though
 * it is stored only now (RFC 9111, section 4.4; RFC 9875, section 3). Each exchange that
 * invalidates something has a turn of its own, so that no clock need be right. Safe for all
 * threads; nobody waits here but for another one that takes its turn.
 */
final class Invalidations {
  /** So many are told apart, in 512 KiB, of the keys that become invalid while a response comes. */
  private static final int MOST_KEYS = 1 << 16;

  /** Of so many groups it is known when they were invalidated. */
  private static final int MOST_GROUPS = 4096;

  private final AtomicLong turn = new AtomicLong();
  private final InvalidatedKeys keys;
  private final InvalidatedGroups groups;

  /** None until now. */
  Invalidations() {
    this(MOST_KEYS, MOST_GROUPS);
  }

  /**
   * @param mostKeys how many shares of the keys are told apart
   * @param mostGroups how many groups are known
   */
  Invalidations(int mostKeys, int mostGroups) {
    this.keys = new InvalidatedKeys(mostKeys);
    this.groups = new InvalidatedGroups(mostGroups);
  }

  /**
   * When something was asked for.
   *
   * @param turn that of the last invalidation until then
   * @param own that of the invalidation which the answer itself brought, and outlives; 0 for none
   */
  record Since(long turn, long own) {
    /** Does an invalidation in that turn concern it? 0 is none. */
    boolean isBefore(long invalidation) {
      return invalidation > turn && invalidation != own;
    }
  }

  /** For what is asked for now. */
  Since now() {
    return new Since(turn.get(), 0);
  }

  /**
   * Notes what an answer invalidates, before that is removed from the store: what comes in between
   * is found here then.
   *
   * @param asked when the answer was asked for
   * @return the same for what is stored of the answer. It outlives this invalidation, unless there
   *     was another one of the same meanwhile, which cannot be told from this one any more
   */
  synchronized Since add(Set<StoreKey> invalidKeys, Set<StoreGroup> invalidGroups, Since asked) {
    boolean another =
        invalidKeys.stream().anyMatch(key -> keys.includePathOf(key, asked))
            || groups.includeAny(invalidGroups, asked);
    long now = turn.incrementAndGet();
    invalidKeys.forEach(key -> keys.add(key, now));
    invalidGroups.forEach(group -> groups.add(group, now));
    return another ? asked : new Since(asked.turn(), now);
  }

  /**
   * Was this response invalidated since then?
   *
   * @param rule what it says of other queries
   */
  boolean include(StoreKey key, StoredHead head, NoVarySearch rule, Since asked) {
    return keys.include(key, rule, asked) || groups.includeAny(StoreGroup.of(key, head), asked);
  }
}
