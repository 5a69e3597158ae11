package larder.http;

import java.util.List;

/** Splits the values of list-based fields (RFC 9110, section 5.6.1). */
final class ListElements {
  private ListElements() {}

  /** Adds the elements of one field line's value. */
  static void split(String value, List<String> elements) {
    boolean mayQuote = true;
    int start = 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' && mayQuote) {
        int end = closingQuote(value, i);
        mayQuote = end >= 0;
        i = mayQuote ? end : i;
      } else if (c == ',') {
        addElement(value, start, i, elements);
        start = i + 1;
      }
    }
    addElement(value, start, value.length(), elements);
  }

  /** Negative if there is none; then no later quote has one either. */
  private static int closingQuote(String value, int opening) {
    for (int i = opening + 1; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"') {
        return i;
      }
      if (c == '\\') {
        i++;
      }
    }
    return -1;
  }

  private static void addElement(String value, int start, int end, List<String> elements) {
    String element = Tokens.trim(value.substring(start, end));
    if (!element.isEmpty()) {
      elements.add(element);
    }
  }
}
