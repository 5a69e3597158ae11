package larder.forwarding;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import larder.store.StoreKey;

/** Keys remembered for a while, the latest ones alone. For one thread at a time. */
final class RecentKeys {
  private final int most;
  private final Duration remembered;

  /** Until when, the one added first first. */
  private final Map<StoreKey, Instant> until = new LinkedHashMap<>();

  RecentKeys(int most, Duration remembered) {
    this.most = most;
    this.remembered = remembered;
  }

  void add(StoreKey key, Instant now) {
    until.remove(key);
    until.put(key, now.plus(remembered));
    if (until.size() > most) {
      until.remove(until.keySet().iterator().next());
    }
  }

  boolean has(StoreKey key, Instant now) {
    Instant end = until.get(key);
    if (end == null) {
      return false;
    }
    if (now.isBefore(end)) {
      return true;
    }
    until.remove(key);
    return false;
  }
}
