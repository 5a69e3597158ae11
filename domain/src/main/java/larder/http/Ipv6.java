package larder.http;

/** The grammar of IPv6 addresses in URIs (RFC 3986, section 3.2.2), without a zone. */
final class Ipv6 {
  private static final int GROUPS = 8;

  private final String text;
  private final int end;
  private int position;
  private int groups;
  private boolean compressed;

  private Ipv6(String text, int start, int end) {
    this.text = text;
    this.position = start;
    this.end = end;
  }

  /** Does an address stand from {@code start} to before {@code end}, and nothing else? */
  static boolean isAddress(String text, int start, int end) {
    return new Ipv6(text, start, end).isAddress();
  }

  private boolean isAddress() {
    if (text.startsWith("::", position)) {
      compressed = true;
      position += 2;
    }
    while (position < end) {
      if (!readGroup()) {
        return false;
      }
    }
    return compressed ? groups < GROUPS : groups == GROUPS;
  }

  /** One group with the colons behind it, or the IPv4 address that ends it all. */
  private boolean readGroup() {
    int start = position;
    while (position < end && isHexDigit(text.charAt(position))) {
      position++;
    }
    if (position < end && text.charAt(position) == '.') {
      groups += 2;
      position = end;
      return isIpv4Address(text.substring(start, end));
    }
    groups++;
    int length = position - start;
    return length >= 1 && length <= 4 && (position == end || readColons());
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
    return first;
  }

  private static boolean isHexDigit(char c) {
    return c < 128 && Character.digit(c, 16) >= 0;
  }

  private static boolean isIpv4Address(String text) {
    String[] numbers = text.split("\\.", -1);
    for (String number : numbers) {
      if (!isOctet(number)) {
        return false;
      }
    }
    return numbers.length == 4;
  }

  private static boolean isOctet(String digits) {
    if (digits.isEmpty()
        || digits.length() > 3
        || (digits.length() > 1 && digits.startsWith("0"))) {
      return false;
    }
    int number = 0;
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      if (c < '0' || c > '9') {
        return false;
      }
      number = 10 * number + (c - '0');
    }
    return number <= 255;
  }
}
