package larder.forwarding;

import java.util.function.Function;
import larder.http.Tokens;
import org.jspecify.annotations.Nullable;

/**
 * {@code Refresh} as the HTML standard defines it: a number of seconds, and optionally a reference
 * to what the client should load then.
 */
final class RefreshField {
  private static final String NAME = "url=";

  /** Quotes, and characters after which another value could begin. */
  private static final String DOUBTFUL = "\"',; ";

  private RefreshField() {}

  /** The value with another target; null if there is none, or clients may read it differently. */
  static @Nullable String withTarget(String value, Function<String, @Nullable String> change) {
    int end = seconds(value);
    if (end == value.length()) {
      return value;
    }
    String reference = end == 0 ? null : reference(value, end);
    String target = reference == null ? null : change.apply(reference);
    return target == null ? null : value.substring(0, end) + "; url=" + target;
  }

  /** The index after the seconds. */
  private static int seconds(String value) {
    int end = 0;
    while (end < value.length() && value.charAt(end) >= '0' && value.charAt(end) <= '9') {
      end++;
    }
    return end;
  }

  private static @Nullable String reference(String value, int seconds) {
    if (value.charAt(seconds) != ';' && value.charAt(seconds) != ',') {
      return null;
    }
    String rest = Tokens.trim(value.substring(seconds + 1));
    if (!Tokens.startsWithIgnoringCase(rest, 0, NAME)) {
      return null;
    }
    String reference = rest.substring(NAME.length());
    boolean plain = reference.chars().noneMatch(c -> DOUBTFUL.indexOf(c) >= 0);
    return plain && !reference.isEmpty() ? reference : null;
  }
}
