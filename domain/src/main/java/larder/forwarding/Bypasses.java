package larder.forwarding;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import larder.http.Authority;
import org.jspecify.annotations.Nullable;

/** The hosts that are tunnelled to for a while, a bounded number of them. Safe for all threads. */
final class Bypasses {
  private static final Duration TIME = Duration.ofMinutes(10);
  private static final int MOST = 1000;

  private final ConcurrentMap<Authority, Left> hosts = new ConcurrentHashMap<>();

  private record Left(Bypass why, Instant until) {}

  void add(Authority host, Bypass why, Instant now) {
    if (hosts.size() >= MOST) {
      hosts.values().removeIf(left -> !now.isBefore(left.until));
      if (hosts.size() >= MOST) { // a host left out is tried again, and fails again
        return;
      }
    }
    hosts.put(host, new Left(why, now.plus(TIME)));
  }

  /** Why the host is tunnelled to now; null if it is not. */
  @Nullable Bypass of(Authority host, Instant now) {
    Left left = hosts.get(host);
    if (left == null) {
      return null;
    }
    if (now.isBefore(left.until)) {
      return left.why;
    }
    hosts.remove(host, left);
    return null;
  }
}
