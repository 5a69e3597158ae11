package larder.forwarding;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code Link} (RFC 8288, section 3): targets between angle brackets, and parameters. */
final class LinkField {
  private LinkField() {}

  /**
   * The value with other targets; brackets in quoted strings are none. Null if one has none, or if
   * it does not end as it should: others may find targets in it where we do not.
   */
  static @Nullable String withTargets(String value, Function<String, @Nullable String> change) {
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
