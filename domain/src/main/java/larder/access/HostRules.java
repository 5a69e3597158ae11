package larder.access;

import java.util.List;
import larder.http.Authority;
import larder.http.IpAddress;

/**
 * Which hosts clients may reach. Denial always wins; where there is a list of allowed hosts, all
 * others are denied too. Besides, a client on another machine does not reach what only this machine
 * and its neighbours should, unless that is allowed by name or range: private, loopback, link-local
 * and multicast addresses. It never reaches the proxy itself.
 */
public final class HostRules {
  private static final Reach NOT_ALLOWED = new Reach.Nowhere("--allow-host");
  private static final Reach DENIED = new Reach.Nowhere("--deny-host");

  private final HostSet allowed;
  private final HostSet denied;

  /** Whether more is allowed than the named hosts and the ranges. */
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
   * @param allowed if empty, every host that is not denied
   */
  public static HostRules of(List<HostPattern> allowed, List<HostPattern> denied, OwnPorts own) {
    return new HostRules(allowed, denied, own);
  }

  /** How far a client's request for this host and port may go. */
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

  /**
   * Also looks behind a gateway. What is allowed does not reach that far: it would allow too much.
   */
  private boolean denies(IpAddress address) {
    return denied.contains(address) || denied.contains(Gateways.behind(address));
  }

  /** Whether this address and port lead to the proxy itself. */
  private boolean isOwn(IpAddress address, int port) {
    return own.include(address, port) || own.include(Gateways.behind(address), port);
  }

  /** A final dot does not change what a name means (RFC 3986, section 3.2.2). */
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

    /** Denied ranges do not count here: hardly any name leads there. */
    @Override
    public boolean allowsUnknown() {
      return named || (rules.everywhere && local);
    }
  }
}
