package larder.forwarding;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Set;
import larder.store.StoreGroup;
import larder.store.StoreKey;
import larder.store.StoredHead;

/**
 * When which groups were invalidated: what was asked for until then answers nobody who comes later,
 * though it is stored only now (RFC 9875, section 3). Keeps the latest ones alone, and takes any
 * group for invalidated that may be among the others. Safe for all threads.
 */
final class InvalidatedGroups {
  private final int most;

  // Under this.
  private final LinkedHashMap<StoreGroup, Instant> times = new LinkedHashMap<>();
  private Instant latestForgotten = Instant.MIN;

  /**
   * @param most how many groups are kept
   */
  InvalidatedGroups(int most) {
    this.most = most;
  }

  synchronized void add(StoreGroup group, Instant now) {
    times.putLast(group, now);
    if (times.size() > most) {
      Instant forgotten = times.pollFirstEntry().getValue();
      latestForgotten = forgotten.isAfter(latestForgotten) ? forgotten : latestForgotten;
    }
  }

  /** Was a group of this response invalidated since it was asked for? */
  boolean include(StoreKey key, StoredHead head) {
    Set<StoreGroup> groups = StoreGroup.of(key, head);
    return !groups.isEmpty() && includeAny(groups, head.requestedAt());
  }

  private synchronized boolean includeAny(Set<StoreGroup> groups, Instant requestedAt) {
    if (!requestedAt.isAfter(latestForgotten)) {
      return true;
    }
    for (StoreGroup group : groups) {
      Instant time = times.get(group);
      if (time != null && !requestedAt.isAfter(time)) {
        return true;
      }
    }
    return false;
  }
}
