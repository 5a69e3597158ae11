package larder.forwarding;

import java.util.LinkedHashMap;
import java.util.Set;
import larder.forwarding.Invalidations.Since;
import larder.store.StoreGroup;

/**
 * In which turn of {@link Invalidations} which groups were invalidated: what was asked for before
 * that answers nobody who comes later, though it is stored only now (RFC 9875, section 3). Keeps
 * the latest ones alone, and takes any group for invalidated that may be among the others. Safe for
 * all threads.
 */
final class InvalidatedGroups {
  private final int most;

  // Under this.
  private final LinkedHashMap<StoreGroup, Long> turns = new LinkedHashMap<>();
  private long latestForgotten;

  /**
   * @param most how many groups are kept
   */
  InvalidatedGroups(int most) {
    this.most = most;
  }

  /**
   * @param turn none is earlier than one before
   */
  synchronized void add(StoreGroup group, long turn) {
    turns.putLast(group, turn);
    if (turns.size() > most) {
      latestForgotten = turns.pollFirstEntry().getValue();
    }
  }

  /** Was one of these groups invalidated since then? */
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
