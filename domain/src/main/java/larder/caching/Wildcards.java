package larder.caching;

/**
 * The part of a pattern from its first wildcard to its last. Follows all ways through it at once,
 * one character after the other, so that the time is at most proportional to the product of both
 * lengths.
 */
final class Wildcards {
  private static final char ANY_IN_SEGMENT = '*';
  private static final char ANY = '\0';

  /** Two tokens for any folders: before the first character of one, and within one. */
  private static final char BEFORE_FOLDERS = '\1';

  private static final char WITHIN_FOLDERS = '\2';

  private final String tokens;

  /** The longest literal, which every match must contain. */
  private final String literal;

  private Wildcards(String tokens) {
    this.tokens = tokens;
    this.literal = longestLiteral(tokens);
  }

  /** The pattern as tokens, one per character; it has no other control characters. */
  static String tokens(String pattern) {
    String folders = "" + BEFORE_FOLDERS + WITHIN_FOLDERS;
    return pattern
        .replace("/**/", "/" + folders)
        .replace("**", "" + ANY)
        .replace(folders + ANY_IN_SEGMENT, "" + ANY); // any folders, then any name: anything
  }

  static boolean isWildcard(char token) {
    return token == ANY_IN_SEGMENT || token < ' ';
  }

  /** Takes tokens that begin and end with a wildcard. */
  static Wildcards of(String tokens) {
    return new Wildcards(tokens);
  }

  private static String longestLiteral(String tokens) {
    String longest = "";
    int start = 0;
    for (int i = 0; i < tokens.length(); i++) {
      if (isWildcard(tokens.charAt(i))) {
        start = i + 1;
      } else if (i + 1 - start > longest.length()) {
        longest = tokens.substring(start, i + 1);
      }
    }
    return longest;
  }

  boolean matches(String text, int from, int to) {
    return text.indexOf(literal, from, to) >= 0 && follow(text, from, to);
  }

  private boolean follow(String text, int from, int to) {
    int last = tokens.length() - 1;
    int words = tokens.length() / Long.SIZE + 1;
    long[] at = new long[words];
    long[] next = new long[words];
    reach(at, 0);
    for (int i = from; i < to; i++) {
      if (tokens.charAt(last) == ANY && isIn(at, last)) {
        return true;
      }
      if (!advance(at, next, text.charAt(i))) {
        return false;
      }
      long[] before = at;
      at = next;
      next = before;
    }
    return isIn(at, tokens.length());
  }

  /** Returns false if no way is left. Clears {@code at}. */
  private boolean advance(long[] at, long[] next, char c) {
    for (int word = 0; word < at.length; word++) {
      for (long ways = at[word]; ways != 0; ways &= ways - 1) {
        int t = word * Long.SIZE + Long.numberOfTrailingZeros(ways);
        if (t < tokens.length()) {
          step(t, next, c);
        }
      }
      at[word] = 0;
    }
    return !isEmpty(next);
  }

  private void step(int t, long[] next, char c) {
    char token = tokens.charAt(t);
    switch (token) {
      case ANY -> reach(next, t);
      case ANY_IN_SEGMENT -> {
        if (c != '/') {
          reach(next, t);
        }
      }
      case BEFORE_FOLDERS, WITHIN_FOLDERS -> {
        int within = token == BEFORE_FOLDERS ? t + 1 : t;
        reach(next, within);
        if (c == '/') {
          reach(next, within + 1);
        }
      }
      default -> {
        if (token == c) {
          reach(next, t + 1);
        }
      }
    }
  }

  /** Also reaches what follows a wildcard, which may stand for nothing. */
  private void reach(long[] at, int t) {
    at[t / Long.SIZE] |= 1L << t;
    if (t < tokens.length()) {
      switch (tokens.charAt(t)) {
        case ANY, ANY_IN_SEGMENT -> reach(at, t + 1);
        case BEFORE_FOLDERS -> reach(at, t + 2);
        default -> {}
      }
    }
  }

  private static boolean isEmpty(long[] at) {
    for (long word : at) {
      if (word != 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean isIn(long[] at, int t) {
    return (at[t / Long.SIZE] & 1L << t) != 0;
  }
}
