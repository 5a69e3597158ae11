package larder.access;

import java.util.List;
import larder.http.Authority;
import larder.http.IpAddress;

/**
 * The hosts whose {@code CONNECT} the user wants to be read: those that were chosen, less those
 * that were excepted.
 *
 * @param all whether every host was chosen, in so many words
 */
public record InterceptedHosts(boolean all, List<HostPattern> chosen, List<HostPattern> excepted) {
  /** No host at all. */
  public static final InterceptedHosts NONE = new InterceptedHosts(false, List.of(), List.of());

  public InterceptedHosts {
    chosen = List.copyOf(chosen);
    excepted = List.copyOf(excepted);
  }

  /** Whether there can be any. */
  public boolean isEmpty() {
    return !all && chosen.isEmpty();
  }

  public boolean include(Authority host) {
    return (all || isIn(chosen, host)) && !isIn(excepted, host);
  }

  private static boolean isIn(List<HostPattern> patterns, Authority host) {
    if (patterns.isEmpty()) {
      return false;
    }
    String name = HostRules.withoutFinalDot(host.hostForLookup());
    IpAddress address = IpAddress.parse(name);
    for (HostPattern pattern : patterns) {
      boolean meant =
          pattern instanceof HostPattern.Addresses(IpRange range)
              ? address != null && range.contains(address)
              : pattern.matches(name);
      if (meant) {
        return true;
      }
    }
    return false;
  }
}
