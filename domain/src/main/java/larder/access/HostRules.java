package larder.access;

import java.util.ArrayList;
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

  private final List<HostPattern> allowed;
  private final List<HostPattern> denied;
  private final List<IpRange> allowedRanges;
  private final List<IpRange> deniedRanges;
  private final OwnPorts own;

  /** Tells which addresses and ports the proxy itself listens on. */
  @FunctionalInterface
  public interface OwnPorts {
    /** Safe for all threads; never blocks. */
    boolean include(IpAddress address, int port);
  }

  private HostRules(List<HostPattern> allowed, List<HostPattern> denied, OwnPorts own) {
    this.allowed = List.copyOf(allowed);
    this.denied = List.copyOf(denied);
    this.allowedRanges = ranges(allowed);
    this.deniedRanges = ranges(denied);
    this.own = own;
  }

  /**
   * @param allowed empty: all that is not denied
   */
  public static HostRules of(List<HostPattern> allowed, List<HostPattern> denied, OwnPorts own) {
    return new HostRules(allowed, denied, own);
  }

  private static List<IpRange> ranges(List<HostPattern> patterns) {
    List<IpRange> ranges = new ArrayList<>();
    for (HostPattern pattern : patterns) {
      if (pattern instanceof HostPattern.Addresses(IpRange range)) {
        ranges.add(range);
      }
    }
    return List.copyOf(ranges);
  }

  /** How far a client gets that asks for that host and port. */
  public Reach reach(IpAddress client, Authority target) {
    if (client.isLoopback() && allowed.isEmpty() && denied.isEmpty()) {
      return Reach.ANYWHERE;
    }
    String host = withoutFinalDot(target.hostForLookup());
    if (matches(denied, host)) {
      return DENIED;
    }
    boolean named = matches(allowed, host);
    boolean everywhere = allowed.isEmpty() || allowed.contains(HostPattern.EVERYWHERE);
    if (!named && !everywhere && allowedRanges.isEmpty()) {
      return NOT_ALLOWED;
    }
    Reach reach = new ByAddress(this, client.isLoopback(), named, everywhere, target.port());
    IpAddress literal = IpAddress.parse(host);
    if (literal == null || reach.allows(literal)) {
      return reach;
    }
    return contains(deniedRanges, literal) ? DENIED : NOT_ALLOWED;
  }

  private static boolean matches(List<HostPattern> patterns, String host) {
    for (HostPattern pattern : patterns) {
      if (pattern.matches(host)) {
        return true;
      }
    }
    return false;
  }

  private static boolean contains(List<IpRange> ranges, IpAddress address) {
    for (IpRange range : ranges) {
      if (range.contains(address)) {
        return true;
      }
    }
    return false;
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
   * @param everywhere whether more is allowed than what is named or in a range
   */
  private record ByAddress(
      HostRules rules, boolean local, boolean named, boolean everywhere, int port)
      implements Reach.Some {
    @Override
    public boolean allows(IpAddress address) {
      if (contains(rules.deniedRanges, address)) {
        return false;
      }
      if (!local && rules.own.include(address, port)) {
        return false;
      }
      return named
          || contains(rules.allowedRanges, address)
          || (everywhere && (local || PublicAddresses.include(address)));
    }
  }
}
