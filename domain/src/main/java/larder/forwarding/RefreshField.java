package larder.forwarding;

import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code Refresh}, as the HTML standard has it: after so many seconds, and by a reference, if there
 * is one, to what is to be asked for then.
 */
final class RefreshField {
  /** Without quotes, and without what another value could begin behind. */
  private static final Pattern PLAIN =
      Pattern.compile("([0-9]+)(?:[;,] *url=([^\"',; ]+))?", Pattern.CASE_INSENSITIVE);

  private RefreshField() {}

  /** The value with another target; null if it has none, or if others may read it otherwise. */
  static @Nullable String withTarget(String value, Function<String, @Nullable String> change) {
    Matcher plain = PLAIN.matcher(value);
    if (!plain.matches()) {
      return null;
    }
    String reference = plain.group(2);
    if (reference == null) {
      return value;
    }
    String target = change.apply(reference);
    return target == null ? null : plain.group(1) + "; url=" + target;
  }
}
