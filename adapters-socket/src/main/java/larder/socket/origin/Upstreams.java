package larder.socket.origin;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import larder.access.HostPattern;
import larder.http.Authority;
import larder.http.IpAddress;
import larder.http.Scheme;

/**
 * Which requests go through a parent proxy.
 *
 * @param http for targets without TLS
 * @param https for targets inside TLS, and for tunnels
 * @param past hosts that we connect to directly
 */
public record Upstreams(Optional<Upstream> http, Optional<Upstream> https, List<Past> past) {
  /** We connect to every origin directly. */
  public static final Upstreams NONE = new Upstreams(Optional.empty(), Optional.empty(), List.of());

  public Upstreams {
    past = List.copyOf(past);
  }

  /**
   * Hosts that we connect to without a parent.
   *
   * @param port their port; empty for all
   */
  public record Past(HostPattern hosts, OptionalInt port) {
    /** Whether the origin is one of them. */
    public boolean includes(Authority authority) {
      if (port.isPresent() && port.getAsInt() != authority.port()) {
        return false;
      }
      return switch (hosts) {
        case HostPattern.Everywhere _ -> true;
        case HostPattern.Addresses(var range) -> {
          IpAddress address = IpAddress.parse(authority.hostForLookup());
          yield address != null && range.contains(address);
        }
        case HostPattern.Name name -> name.matches(bare(authority));
        case HostPattern.Below below -> below.matches(bare(authority));
      };
    }

    private static String bare(Authority authority) {
      String host = authority.host();
      return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }
  }

  /** The parent for a request to the origin; empty if the request goes there directly. */
  Optional<Upstream> to(Scheme scheme, Authority authority) {
    Optional<Upstream> parent = scheme == Scheme.HTTP ? http : https;
    if (parent.isEmpty()) {
      return parent;
    }
    for (Past each : past) {
      if (each.includes(authority)) {
        return Optional.empty();
      }
    }
    return parent;
  }
}
