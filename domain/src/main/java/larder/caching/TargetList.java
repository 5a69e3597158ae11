package larder.caching;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import larder.http.Fields;
import larder.http.StructuredFields;
import larder.http.StructuredValue;
import larder.http.Tokens;
import org.jspecify.annotations.Nullable;

/**
 * The targeted fields that this cache obeys, such as {@code CDN-Cache-Control} (RFC 9213, section
 * 2.2). The first one that a response has, well formed and not empty, replaces {@code
 * Cache-Control} and {@code Expires}.
 *
 * @param fieldNames the most specific one first
 */
public record TargetList(List<String> fieldNames) {
  /** Obeys only {@code Cache-Control}: for a cache that is nobody's target. */
  public static final TargetList EMPTY = new TargetList(List.of());

  /**
   * @throws IllegalArgumentException if one of them is not a valid field name
   */
  public TargetList {
    fieldNames = List.copyOf(fieldNames);
    for (String name : fieldNames) {
      if (!Tokens.isToken(name)) {
        throw new IllegalArgumentException("'" + name + "' is no name of a field");
      }
    }
  }

  /** As the option is written. */
  @Override
  public String toString() {
    return fieldNames.isEmpty() ? "none" : String.join(",", fieldNames);
  }

  Set<String> namesInLowerCase() {
    return fieldNames.stream().map(Tokens::lowerCase).collect(Collectors.toUnmodifiableSet());
  }

  /** The directives of a response for this cache. */
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

  /** Null if the field counts as absent (RFC 9213, section 2.1). */
  private static @Nullable CacheControl read(String text) {
    Map<String, StructuredValue> members = StructuredFields.dictionary(text);
    if (members == null || members.isEmpty()) {
      return null;
    }
    CacheControlReader reader = new CacheControlReader();
    members.forEach((key, value) -> reader.read(asCacheControl(key, value)));
    return reader.directives().targeted();
  }

  /** The directive as {@code Cache-Control} writes it. */
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

  /** For a value of a wrong type: the directive counts in its strictest sense. */
  private static String malformed(String key) {
    return key + "=\"";
  }
}
