package larder.caching;

import java.util.ArrayList;
import java.util.List;

/** Expands braces in a pattern: {@code /a.{jpg,png}} stands for two patterns. */
final class Braces {
  private static final int MOST_ALTERNATIVES = 100;

  private Braces() {}

  /**
   * All alternatives, without matched braces.
   *
   * @throws IllegalArgumentException if there are too many
   */
  static List<String> expand(String pattern) {
    List<String> open = new ArrayList<>(List.of(pattern));
    List<String> done = new ArrayList<>();
    while (!open.isEmpty()) {
      String next = open.removeFirst();
      int end = endOfInnermost(next);
      if (end < 0) {
        done.add(next);
        continue;
      }
      int start = next.lastIndexOf('{', end);
      for (String alternative : next.substring(start + 1, end).split(",", -1)) {
        open.add(next.substring(0, start) + alternative + next.substring(end + 1));
      }
      if (open.size() + done.size() > MOST_ALTERNATIVES) {
        throw new IllegalArgumentException(
            "'" + pattern + "' has more than " + MOST_ALTERNATIVES + " alternatives");
      }
    }
    return done;
  }

  /** Where the first braces that contain no others close; negative if there are none. */
  private static int endOfInnermost(String pattern) {
    boolean open = false;
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '}' && open) {
        return i;
      }
      open = c == '{' || (open && c != '}');
    }
    return -1;
  }
}
