package larder.http;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An IP address. An IPv4-mapped IPv6 address equals the IPv4 address that it stands for (RFC 4291,
 * section 2.5.5.2). IPv4 addresses sort before IPv6 addresses, and each kind in ascending order.
 */
public final class IpAddress implements Comparable<IpAddress> {
  private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

  private final byte[] octets;

  /** Made when asked for; two threads may make equal ones. */
  private @Nullable String text;

  private IpAddress(byte[] octets) {
    this.octets = octets;
  }

  /**
   * The address of 4 or 16 octets, the most significant first.
   *
   * @throws IllegalArgumentException for any other number of octets
   */
  public static IpAddress of(byte... octets) {
    if (octets.length == 4) {
      return new IpAddress(octets.clone());
    }
    if (octets.length != 16) {
      throw new IllegalArgumentException("An address has 4 or 16 octets: " + octets.length);
    }
    boolean mapped = Arrays.equals(octets, 0, MAPPED.length, MAPPED, 0, MAPPED.length);
    return new IpAddress(mapped ? Arrays.copyOfRange(octets, 12, 16) : octets.clone());
  }

  /**
   * Reads four decimals with dots, without leading zeros, or an IPv6 address without brackets and
   * zone; null if the text is neither.
   */
  public static @Nullable IpAddress parse(String text) {
    byte[] octets = text.indexOf(':') < 0 ? Ipv6.ipv4Octets(text) : Ipv6.octets(text);
    return octets == null ? null : of(octets);
  }

  /** Whether it has four octets. */
  public boolean isIpv4() {
    return octets.length == 4;
  }

  /** 32 or 128. */
  public int bits() {
    return 8 * octets.length;
  }

  /** Whether both have the same length and agree in that many leading bits. */
  public boolean sharesPrefix(IpAddress other, int bits) {
    if (octets.length != other.octets.length) {
      return false;
    }
    int whole = bits / 8;
    if (!Arrays.equals(octets, 0, whole, other.octets, 0, whole)) {
      return false;
    }
    int rest = bits % 8;
    return rest == 0
        || (octets[whole] & 0xff) >> (8 - rest) == (other.octets[whole] & 0xff) >> (8 - rest);
  }

  /**
   * The network of this address: the same leading bits, and zeros after them.
   *
   * @param bits from 0 to 32 or 128
   */
  public IpAddress network(int bits) {
    byte[] kept = new byte[octets.length];
    int whole = bits / 8;
    System.arraycopy(octets, 0, kept, 0, whole);
    if (bits % 8 > 0) {
      kept[whole] = (byte) (octets[whole] & (0xff00 >> bits % 8));
    }
    return new IpAddress(kept);
  }

  /**
   * The IPv4 address in the four octets at this position.
   *
   * @param from from 0 to 12
   * @throws IllegalStateException if this is an IPv4 address itself
   */
  public IpAddress ipv4At(int from) {
    if (isIpv4()) {
      throw new IllegalStateException(this + " holds no other address");
    }
    return new IpAddress(Arrays.copyOfRange(octets, from, from + 4));
  }

  /** Whether it is this machine itself (RFC 6890, section 2.2). */
  public boolean isLoopback() {
    if (isIpv4()) {
      return octets[0] == 127;
    }
    for (int i = 0; i < 15; i++) {
      if (octets[i] != 0) {
        return false;
      }
    }
    return octets[15] == 1;
  }

  /** Whether it is the unspecified address: all its bits are zero (RFC 6890, section 2.2). */
  public boolean isUnspecified() {
    for (byte octet : octets) {
      if (octet != 0) {
        return false;
      }
    }
    return true;
  }

  private static String ipv4Text(byte[] octets) {
    return (octets[0] & 0xff)
        + "."
        + (octets[1] & 0xff)
        + "."
        + (octets[2] & 0xff)
        + "."
        + (octets[3] & 0xff);
  }

  /** Leaves out the longest run of at least two zero groups (RFC 5952, section 4). */
  private static String ipv6Text(byte[] octets) {
    int gap = 8;
    int gapLength = 1;
    for (int i = 0; i < 8; i++) {
      int length = zeroGroups(octets, i);
      if (length > gapLength) {
        gap = i;
        gapLength = length;
      }
    }
    StringBuilder text = new StringBuilder(39);
    for (int i = 0; i < 8; i++) {
      if (i == gap) {
        text.append("::");
        i += gapLength - 1;
        continue;
      }
      if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
        text.append(':');
      }
      text.append(Integer.toHexString(group(octets, i)));
    }
    return text.toString();
  }

  private static int zeroGroups(byte[] octets, int from) {
    int end = from;
    while (end < 8 && group(octets, end) == 0) {
      end++;
    }
    return end - from;
  }

  private static int group(byte[] octets, int index) {
    return (octets[2 * index] & 0xff) << 8 | (octets[2 * index + 1] & 0xff);
  }

  @Override
  public int compareTo(IpAddress other) {
    int byLength = Integer.compare(octets.length, other.octets.length);
    return byLength == 0 ? Arrays.compareUnsigned(octets, other.octets) : byLength;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof IpAddress address && Arrays.equals(octets, address.octets);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(octets);
  }

  /** In numeric form, without brackets, as RFC 5952 writes it. */
  @Override
  public String toString() {
    String known = text;
    if (known == null) {
      known = isIpv4() ? ipv4Text(octets) : ipv6Text(octets);
      text = known;
    }
    return known;
  }
}
