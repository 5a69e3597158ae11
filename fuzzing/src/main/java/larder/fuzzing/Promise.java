package larder.fuzzing;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What holds whatever comes in. */
final class Promise {
  static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]++";

  /** A field section with the empty line at its end (RFC 9112, section 5). */
  static final String FIELDS = "(?:" + TOKEN + ":[\t -~\u0080-\u00ff]*+\r\n)*+\r\n";

  private Promise() {}

  static void holds(boolean condition, String what) {
    if (!condition) {
      throw new AssertionError(what);
    }
  }

  static void same(@Nullable Object expected, @Nullable Object found, String what) {
    holds(Objects.equals(expected, found), what + ": " + expected + " became " + found);
  }

  /** No line of a head can become two, and no octet of it is a control character. */
  static void isOneHead(String head) {
    holds(head.endsWith("\r\n\r\n"), "A head ends in an empty line");
    for (String line : head.substring(0, head.length() - 4).split("\r\n", -1)) {
      holds(!line.isEmpty(), "An empty line within a head");
      for (int i = 0; i < line.length(); i++) {
        char c = line.charAt(i);
        holds((c >= ' ' && c != 0x7f) || c == '\t', "A control character is sent on");
      }
    }
  }
}
