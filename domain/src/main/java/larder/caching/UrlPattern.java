package larder.caching;

import java.util.Arrays;
import larder.http.TargetUri;
import larder.http.Tokens;

/**
 * Which target URIs a rule is for. {@code *} stands for any characters but a slash, {@code **} for
 * any at all, {@code /**}{@code /} for any folders or none. What begins with a slash is a path at
 * whatever origin; what has a scheme is a whole URI; anything else is {@code host/path}, with any
 * scheme. The query counts only if the pattern has a {@code ?}, which stands for itself.
 */
public final class UrlPattern {
  private static final int LONGEST = 500;
  private static final char ANY_IN_SEGMENT = '*';
  private static final char ANY = '\0';

  /** Two tokens for any folders: before the first character of one, and within. */
  private static final String FOLDERS = "\1\2";

  private static final char BEFORE_FOLDERS = '\1';
  private static final char WITHIN_FOLDERS = '\2';

  /** Where in a target's text the pattern begins. */
  private enum Subject {
    PATH,
    AUTHORITY_AND_PATH,
    URI;

    int startIn(String target) {
      return switch (this) {
        case PATH -> target.indexOf('/', AUTHORITY_AND_PATH.startIn(target));
        case AUTHORITY_AND_PATH -> target.indexOf("//") + 2;
        case URI -> 0;
      };
    }
  }

  private final String text;
  private final Subject subject;
  private final boolean hasQuery;
  private final char[] tokens;
  private final String prefix;
  private final String suffix;

  private UrlPattern(String text, Subject subject) {
    this.text = text;
    this.subject = subject;
    this.hasQuery = text.indexOf('?') >= 0;
    String compiled =
        withLowerCaseAuthority(text, subject)
            .replace("/**/", "/" + FOLDERS)
            .replace("**", "" + ANY);
    this.tokens = compiled.toCharArray();
    this.prefix = compiled.substring(0, firstWildcard(compiled));
    this.suffix = compiled.substring(lastWildcard(compiled) + 1);
  }

  /**
   * Reads a pattern.
   *
   * @throws IllegalArgumentException if it is empty, too long, has no path, or holds what no URI
   *     can; the message says what is wrong with it
   */
  public static UrlPattern parse(String text) {
    if (text.isEmpty() || text.length() > LONGEST) {
      throw new IllegalArgumentException("a pattern has 1 to " + LONGEST + " characters");
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c >= 0x7f || c == '#') {
        throw new IllegalArgumentException(
            "'" + text + "' holds what no URI can, at character " + (i + 1));
      }
    }
    if (text.contains("***")) {
      throw new IllegalArgumentException("'" + text + "' has three stars in a row");
    }
    if (text.indexOf('/') == 0) {
      return new UrlPattern(text, Subject.PATH);
    }
    boolean whole = text.startsWith("http://") || text.startsWith("https://");
    int authority = whole ? text.indexOf("//") + 2 : 0;
    if (!whole && text.contains("://")) {
      throw new IllegalArgumentException("'" + text + "' is neither http:// nor https://");
    }
    if (text.indexOf('/', authority) < 0) {
      throw new IllegalArgumentException(
          "'" + text + "' has no path: say '" + text + "/**' for all of it");
    }
    return new UrlPattern(text, whole ? Subject.URI : Subject.AUTHORITY_AND_PATH);
  }

  private static String withLowerCaseAuthority(String text, Subject subject) {
    int start = subject == Subject.URI ? text.indexOf("//") + 2 : 0;
    int end = subject == Subject.PATH ? 0 : text.indexOf('/', start);
    return Tokens.lowerCase(text.substring(0, end)) + text.substring(end);
  }

  /** The length, if there is none. */
  private static int firstWildcard(String compiled) {
    for (int i = 0; i < compiled.length(); i++) {
      if (isWildcard(compiled.charAt(i))) {
        return i;
      }
    }
    return compiled.length();
  }

  /** -1 if there is none. */
  private static int lastWildcard(String compiled) {
    int last = compiled.length() - 1;
    while (last >= 0 && !isWildcard(compiled.charAt(last))) {
      last--;
    }
    return last;
  }

  /** No control character is in a pattern otherwise. */
  private static boolean isWildcard(char token) {
    return token == ANY_IN_SEGMENT || token < ' ';
  }

  /** Is the rule for this target? Takes time in proportion to both lengths at most. */
  public boolean matches(TargetUri target) {
    String uri = target.toString();
    int start = subject.startIn(uri);
    int query = hasQuery ? -1 : uri.indexOf('?');
    int end = query < 0 ? uri.length() : query;
    boolean literal = prefix.length() == tokens.length;
    int least = literal ? tokens.length : prefix.length() + suffix.length();
    if (end - start < least
        || !uri.startsWith(prefix, start)
        || !uri.startsWith(suffix, end - suffix.length())) {
      return false;
    }
    return literal ? end - start == tokens.length : matches(uri, start, end);
  }

  /** Follows all ways through the pattern at once, one character after the other. */
  private boolean matches(String uri, int start, int end) {
    boolean[] at = new boolean[tokens.length + 1];
    boolean[] next = new boolean[tokens.length + 1];
    at[0] = true;
    passWildcards(at);
    for (int i = start; i < end; i++) {
      Arrays.fill(next, false);
      if (!advance(at, next, uri.charAt(i))) {
        return false;
      }
      passWildcards(next);
      boolean[] before = at;
      at = next;
      next = before;
    }
    return at[tokens.length];
  }

  /** False if no way is left. */
  private boolean advance(boolean[] at, boolean[] next, char c) {
    boolean any = false;
    for (int t = 0; t < tokens.length; t++) {
      if (at[t]) {
        any |= step(t, next, c);
      }
    }
    return any;
  }

  private boolean step(int t, boolean[] next, char c) {
    switch (tokens[t]) {
      case ANY -> next[t] = true;
      case ANY_IN_SEGMENT -> next[t] |= c != '/';
      case BEFORE_FOLDERS -> {
        next[t + 1] = true;
        next[t + 2] |= c == '/';
      }
      case WITHIN_FOLDERS -> {
        next[t] = true;
        next[t + 1] |= c == '/';
      }
      default -> {
        next[t + 1] |= tokens[t] == c;
        return next[t + 1];
      }
    }
    return next[t] || tokens[t] == BEFORE_FOLDERS;
  }

  /** A wildcard may stand for nothing. */
  private void passWildcards(boolean[] at) {
    for (int t = 0; t < tokens.length; t++) {
      if (at[t]) {
        switch (tokens[t]) {
          case ANY, ANY_IN_SEGMENT -> at[t + 1] = true;
          case BEFORE_FOLDERS -> at[t + 2] = true;
          default -> {}
        }
      }
    }
  }

  /** As it was written. */
  @Override
  public String toString() {
    return text;
  }
}
