package larder.forwarding;

import java.util.function.UnaryOperator;

/** {@code Link} (RFC 8288, section 3): targets between angle brackets, and parameters. */
final class LinkField {
  private LinkField() {}

  /** The value with other targets; brackets in quoted strings are none. */
  static String withTargets(String value, UnaryOperator<String> change) {
    StringBuilder changed = new StringBuilder(value.length() + 32);
    boolean quoted = false;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      changed.append(c);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == '\\' && quoted && i + 1 < value.length()) {
        changed.append(value.charAt(++i));
      } else if (c == '<' && !quoted) {
        int end = value.indexOf('>', i);
        if (end < 0) {
          return changed.append(value, i + 1, value.length()).toString();
        }
        changed.append(change.apply(value.substring(i + 1, end))).append('>');
        i = end;
      }
    }
    return changed.toString();
  }
}
