package larder.http;

/**
 * The characters that a path and a query may have (RFC 3986, sections 3.3 and 3.4), and more that
 * are accepted because browsers send them: those that the URL Standard does not encode, {@code
 * []^|} in a path, <code>[\]^`{|}</code> and a lone {@code %} in a query. They end no target and no
 * line, and are forwarded and kept in the key unchanged.
 */
final class PathAndQuery {
  private static final byte PATH = 1;
  private static final byte QUERY = 2;
  private static final byte[] PLACES = new byte[128];

  static {
    for (char c = '0'; c <= '9'; c++) {
      PLACES[c] = PATH | QUERY;
    }
    for (char c = 'a'; c <= 'z'; c++) {
      PLACES[c] = PATH | QUERY;
      PLACES[c - 'a' + 'A'] = PATH | QUERY;
    }
    allow("-._~!$&'()*+,;=:@/", PATH | QUERY);
    allow("?", QUERY);
    allow("[]^|", PATH | QUERY);
    allow("\\`{}", QUERY);
  }

  private PathAndQuery() {}

  private static void allow(String characters, int places) {
    for (int i = 0; i < characters.length(); i++) {
      PLACES[characters.charAt(i)] = (byte) places;
    }
  }

  /**
   * Checks what follows an authority: nothing, or a path or a query.
   *
   * @throws SyntaxException if it is neither, or has a fragment or a character that is not allowed
   */
  static void check(String text, int start) throws SyntaxException {
    if (start == text.length()) {
      return;
    }
    if (text.charAt(start) != '/' && text.charAt(start) != '?') {
      throw new SyntaxException("A path begins with a slash (RFC 9112, section 3.2.1)");
    }
    byte place = PATH;
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '?') {
        place = QUERY;
      } else if (c == '%') {
        if (place == PATH && !(isDigit(text, i + 1) && isDigit(text, i + 2))) {
          throw new SyntaxException("A percent sign that encodes nothing (RFC 3986, section 2.1)");
        }
      } else if (c >= 128 || (PLACES[c] & place) == 0) {
        throw new SyntaxException("A target holds a character that must be encoded (RFC 3986)");
      }
    }
  }

  private static boolean isDigit(String text, int at) {
    if (at >= text.length()) {
      return false;
    }
    char c = text.charAt(at);
    int letter = c | 0x20;
    return (c >= '0' && c <= '9') || (letter >= 'a' && letter <= 'f');
  }
}
