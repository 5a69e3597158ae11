package larder.access;

import larder.http.IpAddress;

/**
 * Addresses that lead to another address: IPv6 addresses that stand for an IPv4 address behind a
 * gateway, and the unspecified addresses, which this machine takes for its own.
 */
final class Gateways {
  private static final IpRange SIX_TO_FOUR = IpRange.parse("2002::/16"); // RFC 3056
  private static final IpRange NAT64 = IpRange.parse("64:ff9b::/96"); // RFC 6052

  private static final IpAddress LOOPBACK = IpRange.parse("127.0.0.1").address();
  private static final IpAddress LOOPBACK_IPV6 = IpRange.parse("::1").address();

  private Gateways() {}

  /** The address that a connection to this address leads to; mostly itself. */
  static IpAddress behind(IpAddress address) {
    if (address.isUnspecified()) {
      return address.isIpv4() ? LOOPBACK : LOOPBACK_IPV6;
    }
    if (NAT64.contains(address)) {
      return address.ipv4At(12);
    }
    return SIX_TO_FOUR.contains(address) ? address.ipv4At(2) : address;
  }
}
