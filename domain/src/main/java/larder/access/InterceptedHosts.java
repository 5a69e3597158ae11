package larder.access;

import java.util.List;
import larder.http.Authority;
import larder.http.IpAddress;

/**
 * The hosts whose {@code CONNECT} the user wants intercepted: the chosen ones without the excepted
 * ones. Immutable.
 */
public final class InterceptedHosts {
  /** No host at all. */
  public static final InterceptedHosts NONE = new InterceptedHosts(false, List.of(), List.of());

  private final boolean all;
  private final HostSet chosen;
  private final HostSet excepted;
  private final boolean none;

  /**
   * @param all whether the user explicitly chose every host
   */
  public InterceptedHosts(boolean all, List<HostPattern> chosen, List<HostPattern> excepted) {
    this.all = all;
    this.chosen = HostSet.of(chosen);
    this.excepted = HostSet.of(excepted);
    this.none = this.excepted.hasEverywhere() || (!all && chosen.isEmpty());
  }

  /** Whether every host was chosen. */
  public boolean all() {
    return all;
  }

  /** The hosts chosen by name or address. */
  public List<HostPattern> chosen() {
    return chosen.patterns();
  }

  /** The hosts excepted from the choice. */
  public List<HostPattern> excepted() {
    return excepted.patterns();
  }

  /** Whether no host can be intercepted. */
  public boolean isEmpty() {
    return none;
  }

  public boolean include(Authority host) {
    return !none && (all || isIn(chosen, host)) && !isIn(excepted, host);
  }

  private static boolean isIn(HostSet hosts, Authority host) {
    if (hosts.isEmpty()) {
      return false;
    }
    String name = HostRules.withoutFinalDot(host.hostForLookup());
    if (hosts.names(name)) {
      return true;
    }
    IpAddress address = hosts.hasRanges() ? IpAddress.parse(name) : null;
    return address != null && hosts.contains(address);
  }
}
