package larder.caching;

import java.util.ArrayList;
import java.util.List;
import larder.http.FieldNames;
import larder.http.Fields;
import larder.http.Tokens;
import org.jspecify.annotations.Nullable;

/**
 * An entity tag (RFC 9110, section 8.8.3).
 *
 * @param quoted the opaque tag with its quotes
 */
record EntityTag(boolean weak, String quoted) {
  /** The entity tag in {@code ETag}; null if it is absent or malformed. */
  static @Nullable EntityTag of(Fields response) {
    String text = response.first(FieldNames.ETAG);
    return text == null ? null : parse(text);
  }

  static @Nullable EntityTag parse(String text) {
    int start = startOfQuoted(text, 0);
    int end = endOfQuoted(text, start);
    return end > 0 && end == text.length() ? at(text, start, end) : null;
  }

  /** The members of a list of entity tags, without malformed ones. */
  static List<EntityTag> list(Fields fields, String name) {
    String text = fields.combined(name);
    if (text == null) {
      return List.of();
    }
    List<EntityTag> tags = new ArrayList<>(2);
    int position = 0;
    while (position < text.length()) {
      int start = startOfQuoted(text, position);
      int end = endOfQuoted(text, start);
      int comma = text.indexOf(',', Math.max(end, position));
      int next = comma < 0 ? text.length() : comma;
      if (end > 0 && Tokens.trim(text.substring(end, next)).isEmpty()) {
        tags.add(at(text, start, end));
      }
      position = next + 1;
      while (position < text.length() && Tokens.isSpace(text.charAt(position))) {
        position++;
      }
    }
    return tags;
  }

  private static EntityTag at(String text, int start, int end) {
    boolean weak = start >= 2 && text.startsWith("W/", start - 2);
    return new EntityTag(weak, text.substring(start, end));
  }

  private static int startOfQuoted(String text, int from) {
    return text.startsWith("W/", from) ? from + 2 : from;
  }

  /** The index behind the closing quote; 0 if no opaque tag begins at the start. */
  private static int endOfQuoted(String text, int start) {
    if (start >= text.length() || text.charAt(start) != '"') {
      return 0;
    }
    for (int i = start + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        return i + 1;
      }
      if (c <= ' ' || c == 0x7f) {
        return 0;
      }
    }
    return 0;
  }

  /** RFC 9110, section 8.8.3.2: whether the opaque tags are equal and neither is weak. */
  boolean equalsStrongly(@Nullable EntityTag other) {
    return other != null && !weak && !other.weak && quoted.equals(other.quoted);
  }

  /** RFC 9110, section 8.8.3.2: whether the opaque tags are equal. */
  boolean equalsWeakly(@Nullable EntityTag other) {
    return other != null && quoted.equals(other.quoted);
  }

  boolean isWeaklyIn(List<EntityTag> tags) {
    for (EntityTag tag : tags) {
      if (equalsWeakly(tag)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return weak ? "W/" + quoted : quoted;
  }
}
