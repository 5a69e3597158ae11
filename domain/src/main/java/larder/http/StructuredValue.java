package larder.http;

import java.util.List;

/**
 * A value of a structured field (RFC 9651, section 3), without its parameters: no field that Larder
 * reads defines any, and unknown ones are ignored.
 */
public sealed interface StructuredValue {
  /** At most 15 digits (section 3.3.1). */
  record Whole(long number) implements StructuredValue {}

  /** As written (section 3.3.2). */
  record Decimal(String digits) implements StructuredValue {}

  /** Without its quotes and escapes (section 3.3.3). */
  record Text(String text) implements StructuredValue {}

  /** Section 3.3.4. */
  record Token(String text) implements StructuredValue {}

  /** As written, in base64 (section 3.3.5). */
  record Bytes(String base64) implements StructuredValue {}

  /** Also the value of a dictionary member without one (sections 3.2 and 3.3.6). */
  record Flag(boolean value) implements StructuredValue {}

  /** In seconds since 1970 (section 3.3.7). */
  record Date(long seconds) implements StructuredValue {}

  /** As written, without its quotes (section 3.3.8). */
  record DisplayText(String escaped) implements StructuredValue {}

  /** Section 3.1.1. */
  record Inner(List<StructuredValue> items) implements StructuredValue {
    public Inner {
      items = List.copyOf(items);
    }
  }
}
