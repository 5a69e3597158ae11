package larder.forwarding;

import java.util.LinkedHashMap;
import java.util.Set;
import larder.store.StoreGroup;

/**
 * In which turn of {@link InvalidatedKeys} which groups were invalidated: what was asked for before
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

  synchronized void add(StoreGroup group, long turn) {
    turns.putLast(group, Math.max(turn, turns.getOrDefault(group, 0L)));
    if (turns.size() > most) {
      latestForgotten = Math.max(latestForgotten, turns.pollFirstEntry().getValue());
    }
  }

  /** Was one of these groups invalidated since that turn? */
  boolean includeAny(Set<StoreGroup> groups, long since) {
    return !groups.isEmpty() && wasAnyInvalidated(groups, since);
  }

  private synchronized boolean wasAnyInvalidated(Set<StoreGroup> groups, long since) {
    if (latestForgotten > since) {
      return true;
    }
    for (StoreGroup group : groups) {
      Long turn = turns.get(group);
      if (turn != null && turn > since) {
        return true;
      }
    }
    return false;
  }
}
