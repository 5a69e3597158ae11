package larder.forwarding;

import java.util.LinkedHashMap;
import java.util.Set;
import larder.forwarding.Invalidations.Since;
import larder.store.StoreGroup;

/**
 * The turn of {@link Invalidations} in which each group was last invalidated. A response asked for
 * before that answers no later request, even if it is stored only now (RFC 9875, section 3). Keeps
 * only the latest groups; any other group counts as invalidated when the latest forgotten one was.
 * Safe for all threads.
 */
final class InvalidatedGroups {
  private final int most;

  // Guarded by this.
  private final LinkedHashMap<StoreGroup, Long> turns = new LinkedHashMap<>();
  private long latestForgotten;

  /**
   * @param most how many groups are kept
   */
  InvalidatedGroups(int most) {
    this.most = most;
  }

  /**
   * @param turn no earlier than in previous calls
   */
  synchronized void add(StoreGroup group, long turn) {
    turns.putLast(group, turn);
    if (turns.size() > most) {
      latestForgotten = turns.pollFirstEntry().getValue();
    }
  }

  /** Whether one of these groups was invalidated since then. */
  boolean includeAny(Set<StoreGroup> groups, Since asked) {
    return !groups.isEmpty() && wasAnyInvalidated(groups, asked);
  }

  private synchronized boolean wasAnyInvalidated(Set<StoreGroup> groups, Since asked) {
    if (asked.isBefore(latestForgotten)) {
      return true;
    }
    for (StoreGroup group : groups) {
      if (asked.isBefore(turns.getOrDefault(group, 0L))) {
        return true;
      }
    }
    return false;
  }
}
