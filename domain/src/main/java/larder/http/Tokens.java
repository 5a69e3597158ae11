package larder.http;

/** The smallest parts of the grammar (RFC 9110, section 5.6). Octets are Latin-1 characters. */
public final class Tokens {
  private static final boolean[] TCHAR = new boolean[128];

  static {
    for (char c = '0'; c <= '9'; c++) {
      TCHAR[c] = true;
    }
    for (char c = 'a'; c <= 'z'; c++) {
      TCHAR[c] = true;
      TCHAR[c - 'a' + 'A'] = true;
    }
    for (char c : "!#$%&'*+-.^_`|~".toCharArray()) {
      TCHAR[c] = true;
    }
  }

  private Tokens() {}

  /** RFC 9110, section 5.6.2: whether the character may be part of a token. */
  public static boolean isTokenCharacter(int c) {
    return c >= 0 && c < 128 && TCHAR[c];
  }

  /** RFC 9110, section 5.6.2: at least one token character, and nothing else. */
  public static boolean isToken(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isTokenCharacter(text.charAt(i))) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /**
   * RFC 9110, section 5.5: no control character except HTAB, no character above U+00FF, no white
   * space at either end.
   */
  public static boolean isFieldValue(String text) {
    int length = text.length();
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if ((c < ' ' && c != '\t') || c == 0x7f || c > 0xff) {
        return false;
      }
    }
    return length == 0 || !(isSpace(text.charAt(0)) || isSpace(text.charAt(length - 1)));
  }

  /** Without SP and HTAB at either end (OWS, RFC 9110, section 5.6.3); nothing else is removed. */
  public static String trim(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isSpace(text.charAt(start))) {
      start++;
    }
    while (end > start && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  /** SP or HTAB. */
  public static boolean isSpace(int c) {
    return c == ' ' || c == '\t';
  }

  /** Makes ASCII letters lower case; all other characters stay, whatever the locale. */
  public static String lowerCase(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        return lowerCaseFrom(text, i);
      }
    }
    return text;
  }

  private static String lowerCaseFrom(String text, int start) {
    char[] lower = text.toCharArray();
    for (int i = start; i < lower.length; i++) {
      lower[i] = (char) lower(lower[i]);
    }
    return new String(lower);
  }

  /** Whether both are equal, ignoring the case of ASCII letters. */
  @SuppressWarnings("ReferenceEquality") // a short cut: names are often the same instance
  public static boolean equalIgnoringCase(String a, String b) {
    if (a == b) {
      return true;
    }
    int length = a.length();
    if (length != b.length()) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y && !(lower(x) == lower(y))) {
        return false;
      }
    }
    return true;
  }

  /** Whether the text has the other one at this place, ignoring the case of ASCII letters. */
  public static boolean startsWithIgnoringCase(String text, int from, String start) {
    if (from < 0 || text.length() - from < start.length()) {
      return false;
    }
    for (int i = 0; i < start.length(); i++) {
      if (lower(text.charAt(from + i)) != lower(start.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static int lower(char c) {
    return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
  }
}
