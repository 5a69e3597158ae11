package larder.http;

import org.jspecify.annotations.Nullable;

/** The grammar of IP addresses in URIs (RFC 3986, section 3.2.2), without a zone. */
final class Ipv6 {
  private static final int GROUPS = 8;
  private static final int OCTETS = 16;
  private static final int IPV4_OCTETS = 4;
  private static final int LONGEST_IPV4 = "255.255.255.255".length();

  private final String text;
  private final int end;
  private final byte[] octets = new byte[OCTETS];
  private int position;
  private int groups;
  private int groupsBeforeGap;
  private boolean compressed;

  private Ipv6(String text, int start, int end) {
    this.text = text;
    this.position = start;
    this.end = end;
  }

  /** Whether the text from {@code start} to before {@code end} is an address. */
  static boolean isAddress(String text, int start, int end) {
    return new Ipv6(text, start, end).isAddress();
  }

  /** The 16 octets of the address; null if the text is not one. */
  static byte @Nullable [] octets(String text) {
    Ipv6 parser = new Ipv6(text, 0, text.length());
    return parser.isAddress() ? parser.octets() : null;
  }

  /** The four octets of an address in dotted decimals without leading zeros, or null. */
  static byte @Nullable [] ipv4Octets(String text) {
    if (text.length() > LONGEST_IPV4) {
      return null;
    }
    byte[] octets = new byte[IPV4_OCTETS];
    int start = 0;
    for (int i = 0; i < IPV4_OCTETS; i++) {
      int dot = text.indexOf('.', start);
      int end = dot < 0 ? text.length() : dot;
      int octet = octet(text, start, end);
      boolean last = i == IPV4_OCTETS - 1;
      if (octet < 0 || last != (dot < 0)) {
        return null;
      }
      octets[i] = (byte) octet;
      start = end + 1;
    }
    return octets;
  }

  /** The groups behind the gap belong to the end. */
  private byte[] octets() {
    byte[] all = new byte[OCTETS];
    int before = compressed ? 2 * groupsBeforeGap : OCTETS;
    int behind = 2 * groups - Math.min(before, 2 * groups);
    System.arraycopy(octets, 0, all, 0, Math.min(before, OCTETS));
    if (compressed) {
      System.arraycopy(octets, before, all, OCTETS - behind, behind);
    }
    return all;
  }

  private boolean isAddress() {
    if (text.startsWith("::", position)) {
      compressed = true;
      position += 2;
    }
    while (position < end) {
      if (groups == GROUPS || !readGroup()) {
        return false;
      }
    }
    return compressed ? groups < GROUPS : groups == GROUPS;
  }

  /** Reads one group with the colons behind it, or the IPv4 address at the end. */
  private boolean readGroup() {
    int start = position;
    while (position < end && isHexDigit(text.charAt(position))) {
      position++;
    }
    if (position < end && text.charAt(position) == '.') {
      position = end;
      return addIpv4(text.substring(start, end));
    }
    int length = position - start;
    if (length < 1 || length > 4) {
      return false;
    }
    int group = Integer.parseInt(text, start, position, 16);
    octets[2 * groups] = (byte) (group >> 8);
    octets[2 * groups + 1] = (byte) group;
    groups++;
    return position == end || readColons();
  }

  private boolean addIpv4(String dotted) {
    byte[] four = ipv4Octets(dotted);
    if (four == null || groups > GROUPS - 2) {
      return false;
    }
    System.arraycopy(four, 0, octets, 2 * groups, IPV4_OCTETS);
    groups += 2;
    return true;
  }

  private boolean readColons() {
    if (text.charAt(position++) != ':' || position == end) {
      return false;
    }
    if (text.charAt(position) != ':') {
      return true;
    }
    position++;
    boolean first = !compressed;
    compressed = true;
    groupsBeforeGap = groups;
    return first;
  }

  private static boolean isHexDigit(char c) {
    return c < 128 && Character.digit(c, 16) >= 0;
  }

  /** The number from {@code start} to before {@code end}; -1 if it is not an octet. */
  private static int octet(String text, int start, int end) {
    int length = end - start;
    boolean leadingZero = length > 1 && text.charAt(start) == '0';
    if (length < 1 || length > 3 || leadingZero) {
      return -1;
    }
    int number = 0;
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      number = 10 * number + (c - '0');
    }
    return number <= 255 ? number : -1;
  }
}
