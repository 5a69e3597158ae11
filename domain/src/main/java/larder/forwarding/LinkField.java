package larder.forwarding;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code Link} (RFC 8288, section 3): targets between angle brackets, and parameters. */
final class LinkField {
  private LinkField() {}

  /**
   * The value with its targets changed. Null if one has no replacement, or if clients may find
   * targets where we do not: it is not properly ended, has brackets in quoted strings, or begins
   * with none.
   */
  static @Nullable String withTargets(String value, Function<String, @Nullable String> change) {
    if (!value.startsWith("<")) {
      return null;
    }
    StringBuilder changed = new StringBuilder(value.length() + 32);
    boolean quoted = false;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      changed.append(c);
      if (c == '<' && quoted) {
        return null;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == '\\' && quoted && i + 1 < value.length() && value.charAt(i + 1) != '<') {
        changed.append(value.charAt(++i));
      } else if (c == '<') {
        int end = value.indexOf('>', i);
        String target = end < 0 ? null : change.apply(value.substring(i + 1, end));
        if (target == null) {
          return null;
        }
        changed.append(target).append('>');
        i = end;
      }
    }
    return quoted ? null : changed.toString();
  }
}
