package larder.forwarding;

import larder.http.FieldNames;
import larder.http.Fields;
import org.jspecify.annotations.Nullable;

/** RFC 9110, section 7.6.2. */
final class MaxForwards {
  private static final int LONGEST = 9;

  private MaxForwards() {}

  /** The number left, or null if there is none or it is no number; large ones saturate. */
  static @Nullable Integer of(Fields fields) {
    String value = fields.first(FieldNames.MAX_FORWARDS);
    if (value == null || value.isEmpty()) {
      return null;
    }
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) < '0' || value.charAt(i) > '9') {
        return null;
      }
    }
    return value.length() > LONGEST ? Integer.MAX_VALUE : Integer.parseInt(value);
  }
}
