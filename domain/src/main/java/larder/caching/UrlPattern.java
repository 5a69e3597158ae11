package larder.caching;

import java.util.ArrayList;
import java.util.List;
import larder.http.TargetUri;
import larder.http.Tokens;
import org.jspecify.annotations.Nullable;

/**
 * The target URIs that a rule is for. {@code *} stands for any characters except a slash, {@code
 * **} for any characters, {@code /**}{@code /} for any folders or none. A pattern that begins with
 * a slash is a path at any origin; one with a scheme is a whole URI; any other is {@code
 * host/path}, with any scheme. The query counts only if the pattern has a {@code ?}, which stands
 * for itself.
 */
public final class UrlPattern {
  private static final int LONGEST = 500;

  /** Where in a target's text the pattern begins. */
  private enum Subject {
    PATH,
    AUTHORITY_AND_PATH,
    URI;

    int startIn(TargetText target) {
      return switch (this) {
        case PATH -> target.path();
        case AUTHORITY_AND_PATH -> target.authority();
        case URI -> 0;
      };
    }
  }

  private final String text;
  private final Subject subject;
  private final boolean hasQuery;
  private final String prefix;
  private final String suffix;

  /** What is between prefix and suffix; null if the prefix is everything. */
  private final @Nullable Wildcards wildcards;

  private UrlPattern(String text, Subject subject) {
    this.text = text;
    this.subject = subject;
    this.hasQuery = text.indexOf('?') >= 0;
    String tokens = Wildcards.tokens(withLowerCaseAuthority(text, subject));
    int first = firstWildcard(tokens);
    int end = endOfWildcards(tokens);
    this.prefix = tokens.substring(0, first);
    this.suffix = end == 0 ? "" : tokens.substring(end);
    this.wildcards = end == 0 ? null : Wildcards.of(tokens.substring(first, end));
  }

  /**
   * Reads all patterns that a text stands for: one for each alternative in its braces.
   *
   * @throws IllegalArgumentException if there are too many, or one is malformed; the message says
   *     why
   */
  public static List<UrlPattern> parseAll(String text) {
    return Braces.expand(text).stream().map(UrlPattern::parse).toList();
  }

  /**
   * As {@link #parseAll}, and also the text itself if its braces stand for something else, because
   * a user who names a whole URI means that one too.
   *
   * @throws IllegalArgumentException as {@link #parseAll}
   */
  public static List<UrlPattern> parseAllAndItself(String text) {
    List<UrlPattern> all = new ArrayList<>(parseAll(text));
    if (text.length() <= LONGEST && !all.getFirst().text.equals(text)) {
      all.add(parse(text));
    }
    return all;
  }

  /**
   * Reads a pattern in which braces stand for themselves.
   *
   * @throws IllegalArgumentException if it is empty, too long, has no path, or has a character that
   *     no URI can have; the message says what is wrong
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

  /** The text's length if there is none. */
  private static int firstWildcard(String tokens) {
    int first = 0;
    while (first < tokens.length() && !Wildcards.isWildcard(tokens.charAt(first))) {
      first++;
    }
    return first;
  }

  /** 0 if there is none. */
  private static int endOfWildcards(String tokens) {
    int end = tokens.length();
    while (end > 0 && !Wildcards.isWildcard(tokens.charAt(end - 1))) {
      end--;
    }
    return end;
  }

  /** Takes time at most proportional to the product of both lengths. */
  public boolean matches(TargetUri target) {
    return matches(TargetText.of(target));
  }

  boolean matches(TargetText target) {
    String uri = target.uri();
    int from = subject.startIn(target) + prefix.length();
    int to = (hasQuery ? uri.length() : target.pathEnd()) - suffix.length();
    if (from > to
        || !uri.startsWith(suffix, to)
        || !uri.startsWith(prefix, from - prefix.length())) {
      return false;
    }
    return wildcards == null ? from == to : wildcards.matches(uri, from, to);
  }

  /** False only if no target that matches has a path that ends with this character. */
  boolean mayEndWith(char last) {
    if (hasQuery) {
      return true;
    }
    String end = wildcards == null ? prefix : suffix;
    return end.isEmpty() || end.charAt(end.length() - 1) == last;
  }

  /** As written by the user. */
  @Override
  public String toString() {
    return text;
  }
}
