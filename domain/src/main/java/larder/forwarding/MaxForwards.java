package larder.forwarding;

import java.util.List;
import larder.http.FieldNames;
import larder.http.Fields;
import larder.http.Method;
import larder.http.SyntaxException;
import org.jspecify.annotations.Nullable;

/** How many more recipients may pass a request on (RFC 9110, section 7.6.2). */
final class MaxForwards {
  private static final int LONGEST = 9;

  private MaxForwards() {}

  /** Whether the field has a meaning for the method. */
  static boolean isCountedFor(Method method) {
    return method.equals(Method.OPTIONS) || method.equals(Method.TRACE);
  }

  /**
   * The number left, or null if the field is absent; large numbers saturate.
   *
   * @throws SyntaxException if the value is not a number, or is given twice
   */
  static @Nullable Integer of(Fields fields) throws SyntaxException {
    List<String> values = fields.all(FieldNames.MAX_FORWARDS);
    if (values.isEmpty()) {
      return null;
    }
    String value = values.getFirst();
    if (values.size() > 1 || !isNumber(value)) {
      throw new SyntaxException("Max-Forwards is one number (RFC 9110, section 7.6.2)");
    }
    return value.length() > LONGEST ? Integer.MAX_VALUE : Integer.parseInt(value);
  }

  private static boolean isNumber(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) < '0' || value.charAt(i) > '9') {
        return false;
      }
    }
    return !value.isEmpty();
  }

  /**
   * The fields with the number, if present, lowered by one. The caller has handled zero and
   * malformed values before.
   */
  static Fields withOneLess(Fields fields) {
    try {
      Integer left = of(fields);
      return left == null ? fields : fields.with(FieldNames.MAX_FORWARDS, "" + (left - 1));
    } catch (SyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
