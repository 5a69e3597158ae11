package larder.access;

import larder.http.IpAddress;

/**
 * Addresses with the same leading bits: {@code 192.168.0.0/16} (RFC 4632, section 3.1).
 *
 * @param bits how many leading bits they share, from 0 to 32 or 128
 */
public record IpRange(IpAddress address, int bits) {
  /**
   * @throws IllegalArgumentException if the address has fewer bits
   */
  public IpRange {
    if (bits < 0 || bits > address.bits()) {
      throw new IllegalArgumentException(
          "A range of " + address + " shares 0 to " + address.bits() + " bits: " + bits);
    }
  }

  /**
   * Reads {@code 192.168.0.0/16}, {@code fd00::/8}, or one address.
   *
   * @throws IllegalArgumentException if it is anything else; the message says what is expected
   */
  public static IpRange parse(String text) {
    int slash = text.indexOf('/');
    IpAddress address = IpAddress.parse(bare(slash < 0 ? text : text.substring(0, slash)));
    if (address == null) {
      throw wrong(text);
    }
    if (slash < 0) {
      return new IpRange(address, address.bits());
    }
    String digits = text.substring(slash + 1);
    if (!digits.matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(digits) > address.bits()) {
      throw wrong(text);
    }
    return new IpRange(address, Integer.parseInt(digits));
  }

  private static String bare(String host) {
    boolean brackets = host.startsWith("[") && host.endsWith("]");
    return brackets ? host.substring(1, host.length() - 1) : host;
  }

  private static IllegalArgumentException wrong(String text) {
    return new IllegalArgumentException(
        "'" + text + "' is no address or range, such as 192.168.0.0/16 or fd00::/8");
  }

  /** The first address in it. */
  IpAddress first() {
    return address.network(bits);
  }

  public boolean contains(IpAddress other) {
    return address.sharesPrefix(other, bits);
  }

  /** As it would be written on the command line. */
  @Override
  public String toString() {
    return bits == address.bits() ? address.toString() : address + "/" + bits;
  }
}
