package larder.access;

import java.util.List;
import java.util.stream.Stream;
import larder.http.IpAddress;

/**
 * The addresses in the public network: those not in the registries of special-purpose addresses
 * (RFC 6890). An IPv6 address that a gateway turns into an IPv4 address is public if the IPv4
 * address is.
 */
final class PublicAddresses {
  private static final List<IpRange> SPECIAL =
      ranges(
          "0.0.0.0/8", // this network
          "10.0.0.0/8", // private (RFC 1918)
          "100.64.0.0/10", // behind a provider's address (RFC 6598)
          "127.0.0.0/8", // loopback
          "169.254.0.0/16", // link-local (RFC 3927); clouds keep their secrets here
          "172.16.0.0/12", // private
          "192.0.0.0/24", // protocols (RFC 6890)
          "192.0.2.0/24", // documentation (RFC 5737)
          "192.88.99.0/24", // relays to 6to4 (RFC 7526)
          "192.168.0.0/16", // private
          "198.18.0.0/15", // measuring (RFC 2544)
          "198.51.100.0/24", // documentation
          "203.0.113.0/24", // documentation
          "224.0.0.0/3", // multicast, reserved, broadcast
          "2001::/23", // protocols, tunnels among them (RFC 2928, RFC 4380)
          "2001:db8::/32", // documentation (RFC 3849)
          "3fff::/20"); // documentation (RFC 9637)

  private static final IpRange UNICAST = IpRange.parse("2000::/3");

  private PublicAddresses() {}

  private static List<IpRange> ranges(String... texts) {
    return Stream.of(texts).map(IpRange::parse).toList();
  }

  static boolean include(IpAddress asked) {
    IpAddress address = Gateways.behind(asked);
    if (!address.isIpv4() && !UNICAST.contains(address)) {
      return false;
    }
    for (IpRange range : SPECIAL) {
      if (range.contains(address)) {
        return false;
      }
    }
    return true;
  }
}
