package larder.forwarding;

import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import larder.caching.NoVarySearch;
import larder.store.StoreGroup;
import larder.store.StoreKey;
import larder.store.StoredHead;

/**
 * What was invalidated, and when. A response asked for before its invalidation answers no later
 * request, even if it is stored only afterwards (RFC 9111, section 4.4; RFC 9875, section 3). Each
 * exchange that invalidates something has a turn of its own, so that no clock has to be right. Safe
 * for all threads; threads wait here only for another one that takes its turn.
 */
final class Invalidations {
  /** How many places the keys share, in 512 KiB. */
  private static final int MOST_KEYS = 1 << 16;

  /** For how many groups the invalidation is known. */
  private static final int MOST_GROUPS = 4096;

  private final AtomicLong turn = new AtomicLong();
  private final InvalidatedKeys keys;
  private final InvalidatedGroups groups;

  /** Starts with no invalidations. */
  Invalidations() {
    this(MOST_KEYS, MOST_GROUPS);
  }

  /**
   * @param mostKeys how many places keys share
   * @param mostGroups how many groups are known
   */
  Invalidations(int mostKeys, int mostGroups) {
    this.keys = new InvalidatedKeys(mostKeys);
    this.groups = new InvalidatedGroups(mostGroups);
  }

  /**
   * When something was asked for.
   *
   * @param turn the turn of the last invalidation before that
   * @param own the turn of the invalidation that the answer itself caused, and outlives; 0 for none
   */
  record Since(long turn, long own) {
    /** Whether an invalidation in that turn concerns it; 0 is none. */
    boolean isBefore(long invalidation) {
      return invalidation > turn && invalidation != own;
    }
  }

  /** The value for what is asked for now. */
  Since now() {
    return new Since(turn.get(), 0);
  }

  /**
   * Notes what an answer invalidates, before that is removed from the store, so that a response
   * stored in between is found here.
   *
   * @param asked when the answer was asked for
   * @return the same for what is stored of the answer, which outlives this invalidation; but
   *     neither, if another exchange invalidated the same meanwhile, because the two cannot be told
   *     apart
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
   * Whether this response was invalidated since then.
   *
   * @param rule what it says of other queries
   */
  boolean include(StoreKey key, StoredHead head, NoVarySearch rule, Since asked) {
    return keys.include(key, rule, asked) || groups.includeAny(StoreGroup.of(key, head), asked);
  }
}
