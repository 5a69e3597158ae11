package larder.caching;

import java.util.List;
import java.util.Map;
import larder.http.Fields;
import larder.http.StructuredFields;
import larder.http.StructuredValue;
import larder.http.Tokens;
import org.jspecify.annotations.Nullable;

/**
 * The targeted fields that this cache heeds, such as {@code CDN-Cache-Control} (RFC 9213, section
 * 2.2): the first one that a response has, and that is well formed and not empty, speaks in the
 * place of {@code Cache-Control} and {@code Expires}.
 *
 * @param fieldNames the most specific one first
 */
public record TargetList(List<String> fieldNames) {
  /** A cache that is nobody's target heeds {@code Cache-Control} alone. */
  public static final TargetList EMPTY = new TargetList(List.of());

  /**
   * @throws IllegalArgumentException if one of them cannot be the name of a field
   */
  public TargetList {
    fieldNames = List.copyOf(fieldNames);
    for (String name : fieldNames) {
      if (!Tokens.isToken(name)) {
        throw new IllegalArgumentException("'" + name + "' is no name of a field");
      }
    }
  }

  /** As the option takes it. */
  @Override
  public String toString() {
    return fieldNames.isEmpty() ? "none" : String.join(",", fieldNames);
  }

  /** What a response says to this cache. */
  CacheControl directives(Fields response) {
    for (String name : fieldNames) {
      String text = response.combined(name);
      CacheControl targeted = text == null ? null : read(text);
      if (targeted != null) {
        return targeted;
      }
    }
    return CacheControl.of(response);
  }

  /** Null if it counts as absent (RFC 9213, section 2.1). */
  private static @Nullable CacheControl read(String text) {
    Map<String, StructuredValue> members = StructuredFields.dictionary(text);
    if (members == null || members.isEmpty()) {
      return null;
    }
    CacheControlReader reader = new CacheControlReader();
    members.forEach((key, value) -> reader.read(asCacheControl(key, value)));
    return reader.directives().targeted();
  }

  /** The same directive as {@code Cache-Control} has it. */
  private static String asCacheControl(String key, StructuredValue value) {
    return switch (value) {
      case StructuredValue.Flag(boolean set) -> set ? key : "";
      case StructuredValue.Whole(long number) -> key + "=" + number;
      case StructuredValue.Text(String names) when takesNames(key) && isPlain(names) ->
          key + "=\"" + names + '"';
      case StructuredValue.Text other -> malformed(key);
      case StructuredValue.Decimal other -> malformed(key);
      case StructuredValue.Token other -> malformed(key);
      case StructuredValue.Bytes other -> malformed(key);
      case StructuredValue.Date other -> malformed(key);
      case StructuredValue.DisplayText other -> malformed(key);
      case StructuredValue.Inner other -> malformed(key);
    };
  }

  private static boolean takesNames(String key) {
    Directive directive = Directive.at(key, 0, key.length());
    return directive != null && directive.argument() == Directive.Argument.FIELD_NAMES;
  }

  private static boolean isPlain(String names) {
    return names.indexOf('"') < 0 && names.indexOf('\\') < 0;
  }

  /** A value of a wrong type: the directive counts in its strictest sense. */
  private static String malformed(String key) {
    return key + "=\"";
  }
}
