package larder.access;

import java.util.List;
import larder.http.Authority;
import larder.http.IpAddress;

/**
 * Which hosts may be asked for. What is denied is denied; where there is a list of what is allowed,
 * all else is denied too. Beyond that, whoever is not on this machine does not get to what only
 * this machine and its neighbours should reach, unless that is allowed by its name or its range:
 * private, loopback, link-local and multicast addresses, and the proxy itself.
 */
public final class HostRules {
  private static final Reach NOT_ALLOWED = new Reach.Nowhere("--allow-host");
  private static final Reach DENIED = new Reach.Nowhere("--deny-host");

  private final HostSet allowed;
  private final HostSet denied;

  /** Whether more is allowed than what is named or in a range. */
  private final boolean everywhere;

  private final boolean nowhere;

  private final OwnPorts own;

  /** Tells which addresses and ports the proxy itself listens on. */
  @FunctionalInterface
  public interface OwnPorts {
    /** Safe for all threads; never blocks. */
    boolean include(IpAddress address, int port);
  }

  private HostRules(List<HostPattern> allowed, List<HostPattern> denied, OwnPorts own) {
    this.allowed = HostSet.of(allowed);
    this.denied = HostSet.of(denied);
    this.everywhere = this.allowed.isEmpty() || this.allowed.hasEverywhere();
    this.nowhere = this.denied.hasEverywhere();
    this.own = own;
  }

  /**
   * @param allowed empty: all that is not denied
   */
  public static HostRules of(List<HostPattern> allowed, List<HostPattern> denied, OwnPorts own) {
    return new HostRules(allowed, denied, own);
  }

  /** How far a client gets that asks for that host and port. */
  public Reach reach(IpAddress client, Authority target) {
    if (client.isLoopback() && allowed.isEmpty() && denied.isEmpty()) {
      return Reach.ANYWHERE;
    }
    String host = withoutFinalDot(target.hostForLookup());
    if (nowhere || denied.names(host)) {
      return DENIED;
    }
    boolean named = allowed.names(host);
    if (!named && !everywhere && !allowed.hasRanges()) {
      return NOT_ALLOWED;
    }
    Reach reach = new ByAddress(this, client.isLoopback(), named, target.port());
    IpAddress literal = IpAddress.parse(host);
    if (literal == null || reach.allows(literal)) {
      return reach;
    }
    return denies(literal) ? DENIED : NOT_ALLOWED;
  }

  /** As it is, or behind a gateway. What is allowed is so only as it is, or more would be. */
  private boolean denies(IpAddress address) {
    return denied.contains(address) || denied.contains(Gateways.behind(address));
  }

  /** Whether that leads to the proxy itself. */
  private boolean isOwn(IpAddress address, int port) {
    return own.include(address, port) || own.include(Gateways.behind(address), port);
  }

  /** A name that says that it ends there is the same name (RFC 3986, section 3.2.2). */
  static String withoutFinalDot(String host) {
    int end = host.length();
    while (end > 1 && host.charAt(end - 1) == '.') {
      end--;
    }
    return host.substring(0, end);
  }

  /**
   * @param local whether the client is on this machine
   * @param named whether the host was allowed by its name
   */
  private record ByAddress(HostRules rules, boolean local, boolean named, int port)
      implements Reach.Some {
    @Override
    public boolean allows(IpAddress address) {
      if (rules.denies(address)) {
        return false;
      }
      if (!local && rules.isOwn(address, port)) {
        return false;
      }
      return named
          || rules.allowed.contains(address)
          || (rules.everywhere && (local || PublicAddresses.include(address)));
    }
  }
}
