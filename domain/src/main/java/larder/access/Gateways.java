package larder.access;

import larder.http.IpAddress;

/** IPv6 addresses that stand for an IPv4 address which a gateway knows how to reach. */
final class Gateways {
  private static final IpRange SIX_TO_FOUR = IpRange.parse("2002::/16"); // RFC 3056
  private static final IpRange NAT64 = IpRange.parse("64:ff9b::/96"); // RFC 6052

  private Gateways() {}

  /** The IPv4 address that stands in that one, or that one if none does. */
  static IpAddress behind(IpAddress address) {
    if (NAT64.contains(address)) {
      return address.ipv4At(12);
    }
    return SIX_TO_FOUR.contains(address) ? address.ipv4At(2) : address;
  }
}
