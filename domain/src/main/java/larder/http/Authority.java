package larder.http;

import org.jspecify.annotations.Nullable;

/**
 * A host and a port, normalised once: letters in lower case, an IPv6 address in brackets (RFC 3986,
 * section 3.2). Never with userinfo (RFC 9110, section 4.2.4).
 *
 * @param host a registered name, an IPv4 address, or an IPv6 address in brackets
 * @param port from 1 to 65535
 */
public record Authority(String host, int port) {
  private static final int LONGEST_HOST = 255;
  private static final boolean[] NAME = new boolean[128];

  static {
    for (char c = 0; c < 128; c++) {
      NAME[c] = Tokens.isTokenCharacter(c);
    }
    for (char c : "#%^`|".toCharArray()) {
      NAME[c] = false;
    }
    for (char c : "(),;=".toCharArray()) {
      NAME[c] = true;
    }
  }

  /**
   * @throws IllegalArgumentException if the port is out of range or the host is empty
   */
  public Authority {
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("A port is from 1 to 65535: " + port);
    }
    if (host.isEmpty()) {
      throw new IllegalArgumentException("A host is not empty (RFC 9110, section 4.2.1)");
    }
    host = Tokens.lowerCase(host);
  }

  /**
   * Reads {@code host:port}; the port may be left out.
   *
   * @throws SyntaxException if the text is anything else
   */
  public static Authority parse(String text, int defaultPort) throws SyntaxException {
    return parse(text, 0, text.length(), defaultPort);
  }

  /** Reads the authority in this part of the text, which must hold nothing else. */
  static Authority parse(String text, int start, int end, int defaultPort) throws SyntaxException {
    int colon =
        start < end && text.charAt(start) == '['
            ? portColonAfterBracket(text, start, end)
            : text.indexOf(':', start, end);
    String host = text.substring(start, colon < 0 ? end : colon);
    checkHost(host);
    boolean noPort = colon < 0 || colon == end - 1;
    return new Authority(host, noPort ? defaultPort : parsePort(text, colon + 1, end));
  }

  /**
   * Reads authority-form, {@code host:port} with a port (RFC 9112, section 3.2.3).
   *
   * @throws SyntaxException if the text is anything else
   */
  public static Authority parseWithPort(String text) throws SyntaxException {
    int colon = text.lastIndexOf(':');
    if (colon < 0 || colon == text.length() - 1 || text.endsWith("]")) {
      throw new SyntaxException("The target of CONNECT is host:port (RFC 9112, section 3.2.3)");
    }
    return parse(text, 1);
  }

  private static int portColonAfterBracket(String text, int start, int end) throws SyntaxException {
    int bracket = text.indexOf(']', start, end);
    if (bracket < 0) {
      throw new SyntaxException("An IPv6 address without its closing bracket");
    }
    if (bracket == end - 1) {
      return -1;
    }
    if (text.charAt(bracket + 1) != ':') {
      throw new SyntaxException("Only :port may follow an IPv6 address in brackets");
    }
    return bracket + 1;
  }

  private static void checkHost(String host) throws SyntaxException {
    if (host.isEmpty()) {
      throw new SyntaxException("The host is empty (RFC 9110, section 4.2.1)");
    }
    if (host.length() > LONGEST_HOST) {
      throw new SyntaxException("The host is longer than " + LONGEST_HOST + " characters");
    }
    if (host.charAt(0) == '[') {
      if (!Ipv6.isAddress(host, 1, host.length() - 1)) {
        throw new SyntaxException("The brackets hold no IPv6 address");
      }
      return;
    }
    for (int i = 0; i < host.length(); i++) {
      if (!isNameCharacter(host.charAt(i))) {
        throw new SyntaxException("The host holds a character that no host name has");
      }
    }
    if (endsInNumber(host) && IpAddress.parse(host) == null) {
      throw new SyntaxException("An IPv4 address is four decimals (RFC 3986, section 3.2.2)");
    }
  }

  /**
   * Whether some recipients would read it as an IPv4 address: {@code 127.1}, {@code 0x7f.1}, {@code
   * 2130706433}. No host name ends this way.
   */
  private static boolean endsInNumber(String host) {
    int end = host.endsWith(".") ? host.length() - 1 : host.length();
    int start = host.lastIndexOf('.', end - 1) + 1;
    if (start == end || !isDigit(host.charAt(start))) {
      return false;
    }
    boolean hexadecimal = Tokens.startsWithIgnoringCase(host, start, "0x");
    for (int i = hexadecimal ? start + 2 : start; i < end; i++) {
      if (Character.digit(host.charAt(i), hexadecimal ? 16 : 10) < 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** unreserved and sub-delims of RFC 3986; no percent-encoding, which no resolver understands. */
  private static boolean isNameCharacter(char c) {
    return c < 128 && NAME[c];
  }

  private static int parsePort(String text, int from, int end) throws SyntaxException {
    int port = 0;
    for (int i = from; i < end; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        throw new SyntaxException("The port is not a number");
      }
      port = port * 10 + (c - '0');
      if (port > 65535) {
        throw new SyntaxException("The port is above 65535");
      }
    }
    if (port == 0) {
      throw new SyntaxException("Port 0 cannot be connected to");
    }
    return port;
  }

  /** Whether the host is an IPv6 address in brackets. */
  public boolean isIpv6Literal() {
    return host.charAt(0) == '[';
  }

  /** The host as a resolver takes it: without brackets. */
  public String hostForLookup() {
    return isIpv6Literal() ? host.substring(1, host.length() - 1) : host;
  }

  /** For {@code Host} and URIs: without the port if it is the scheme's default. */
  public String text(Scheme scheme) {
    return port == scheme.defaultPort() ? host : host + ":" + port;
  }

  /** Whether this part of the text is this authority as {@link #text} writes it. */
  boolean isTextAt(String text, int start, int end, Scheme scheme) {
    int colon = start + host.length();
    if (!text.startsWith(host, start)) {
      return false;
    }
    return port == scheme.defaultPort()
        ? colon == end
        : colon + 1 < end && text.charAt(colon + 1) != '0'; // then the digits are the port's
  }

  /** Always with the port: {@code host:port}. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Authority authority
        && port == authority.port
        && host.equals(authority.host);
  }

  @Override
  public int hashCode() {
    return 31 * host.hashCode() + port;
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
