package larder.forwarding;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import larder.http.Authority;
import larder.http.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * The hosts that are tunnelled to for a while, for all clients or for one, a bounded number of
 * them. Safe for all threads.
 */
final class Bypasses {
  private static final Duration TIME = Duration.ofMinutes(10);
  private static final int MOST = 1000;

  private final ConcurrentMap<For, Left> hosts = new ConcurrentHashMap<>();

  /**
   * @param client null for all
   */
  private record For(Authority host, @Nullable IpAddress client) {}

  private record Left(Bypass why, Instant until) {}

  /** Notes it for as many clients as it concerns. */
  void add(Authority host, IpAddress client, Bypass why, Instant now) {
    if (hosts.size() >= MOST) {
      hosts.values().removeIf(left -> !now.isBefore(left.until));
      if (hosts.size() >= MOST) { // a host left out is tried again, and fails again
        return;
      }
    }
    hosts.put(new For(host, why.isOfOneClient() ? client : null), new Left(why, now.plus(TIME)));
  }

  /** Why the host is tunnelled to now for this client; null if it is not. */
  @Nullable Bypass of(Authority host, IpAddress client, Instant now) {
    if (hosts.isEmpty()) {
      return null;
    }
    Bypass forAll = of(new For(host, null), now);
    return forAll == null ? of(new For(host, client), now) : forAll;
  }

  private @Nullable Bypass of(For one, Instant now) {
    Left left = hosts.get(one);
    if (left == null) {
      return null;
    }
    if (now.isBefore(left.until)) {
      return left.why;
    }
    hosts.remove(one, left);
    return null;
  }
}
