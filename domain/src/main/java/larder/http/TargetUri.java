package larder.http;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The target URI of a request (RFC 9110, section 7.1): scheme and authority normalised, path and
 * query kept octet for octet (section 7.7). Without fragment and userinfo.
 */
public final class TargetUri {
  private static final Scheme[] SCHEMES = Scheme.values();

  private final Scheme scheme;
  private final Authority authority;
  private final String text;

  /** Where the path begins in the text. */
  private final int pathStart;

  /** Whether the URI had no path, and the slash was added. */
  private final boolean withoutPath;

  /**
   * @param text normalised, except that the path may be missing
   */
  private TargetUri(Scheme scheme, Authority authority, String text, int pathStart) {
    this.scheme = scheme;
    this.authority = authority;
    this.withoutPath = pathStart == text.length() || text.charAt(pathStart) != '/';
    this.text = withoutPath ? new StringBuilder(text).insert(pathStart, '/').toString() : text;
    this.pathStart = pathStart;
  }

  /**
   * Reads an absolute URI of scheme {@code http} or {@code https}.
   *
   * @throws SyntaxException if it is not such a URI, has userinfo or a fragment, or holds a
   *     character that is not allowed; a few that browsers do not encode are allowed
   */
  public static TargetUri parse(String uri) throws SyntaxException {
    Scheme scheme = scheme(uri);
    int start = scheme.text().length() + 3;
    int end = start;
    while (end < uri.length() && isOfAuthority(uri.charAt(end))) {
      end++;
    }
    if (uri.lastIndexOf('@', end - 1) >= start) {
      throw new SyntaxException("A target has no user name in it (RFC 9110, section 4.2.4)");
    }
    Authority authority = Authority.parse(uri, start, end, scheme.defaultPort());
    if (uri.startsWith(scheme.text()) && authority.isTextAt(uri, start, end, scheme)) {
      PathAndQuery.check(uri, end);
      return new TargetUri(scheme, authority, uri, end);
    }
    return of(scheme, authority, uri.substring(end));
  }

  private static boolean isOfAuthority(char c) {
    return c != '/' && c != '?' && c != '#';
  }

  /**
   * @param pathAndQuery empty, or beginning with {@code /} or {@code ?}
   * @throws SyntaxException if it begins otherwise, has a fragment, or holds a character that is
   *     not allowed; a few that browsers do not encode are allowed
   */
  public static TargetUri of(Scheme scheme, Authority authority, String pathAndQuery)
      throws SyntaxException {
    PathAndQuery.check(pathAndQuery, 0);
    String beforePath = scheme.text() + "://" + authority.text(scheme);
    return new TargetUri(scheme, authority, beforePath + pathAndQuery, beforePath.length());
  }

  private static Scheme scheme(String uri) throws SyntaxException {
    for (Scheme scheme : SCHEMES) {
      int length = scheme.text().length();
      if (Tokens.startsWithIgnoringCase(uri, 0, scheme.text()) && uri.startsWith("://", length)) {
        return scheme;
      }
    }
    throw new SyntaxException("Only http:// and https:// targets are fetched");
  }

  public Scheme scheme() {
    return scheme;
  }

  public Authority authority() {
    return authority;
  }

  /** The value of {@code Host} for this target (RFC 9112, section 3.2.2). */
  public String hostField() {
    return text.substring(authorityStart(), pathStart);
  }

  /** Whether the value is exactly the {@code Host} for this target. */
  public boolean hasHostField(String value) {
    int start = authorityStart();
    return value.length() == pathStart - start && text.startsWith(value, start);
  }

  private int authorityStart() {
    return scheme.text().length() + 3;
  }

  /**
   * The request target as sent to the origin: origin-form, or {@code *} for {@code OPTIONS} without
   * path and query (RFC 9112, sections 3.2.1 and 3.2.4).
   */
  public String originForm(Method method) {
    return isAboutTheOrigin(method) ? "*" : text.substring(pathStart);
  }

  private boolean isAboutTheOrigin(Method method) {
    return withoutPath && text.length() == pathStart + 1 && method.equals(Method.OPTIONS);
  }

  /**
   * The request target as sent to another proxy: the whole URI, without a path for {@code OPTIONS}
   * about the origin itself (RFC 9112, sections 3.2.2 and 3.2.4).
   */
  public String absoluteForm(Method method) {
    return isAboutTheOrigin(method) ? text.substring(0, pathStart) : text;
  }

  /** Whether scheme, host and port are the same (RFC 9110, section 4.3.1). */
  public boolean hasSameOriginAs(TargetUri other) {
    return scheme == other.scheme && authority.equals(other.authority);
  }

  /**
   * The URI that a reference resolves to with this as the base (RFC 3986, section 5.2); null if it
   * is not one of http or https, or is malformed.
   */
  public @Nullable TargetUri resolve(String reference) {
    try {
      String bare =
          reference.indexOf('#') < 0 ? reference : reference.substring(0, reference.indexOf('#'));
      int colon = bare.indexOf(':');
      int slash = bare.indexOf('/');
      int query = bare.indexOf('?');
      if (colon > 0 && (slash < 0 || colon < slash) && (query < 0 || colon < query)) {
        return parse(bare);
      }
      if (bare.startsWith("//")) {
        return parse(scheme.text() + ":" + bare);
      }
      return of(scheme, authority, resolvePath(bare));
    } catch (SyntaxException e) {
      return null;
    }
  }

  private String resolvePath(String reference) {
    String pathAndQuery = text.substring(withoutPath ? pathStart + 1 : pathStart);
    if (reference.isEmpty()) {
      return pathAndQuery;
    }
    int question = pathAndQuery.indexOf('?');
    String path = question < 0 ? pathAndQuery : pathAndQuery.substring(0, question);
    if (reference.charAt(0) == '?') {
      return path + reference;
    }
    int end = reference.indexOf('?');
    String query = end < 0 ? "" : reference.substring(end);
    String relative = end < 0 ? reference : reference.substring(0, end);
    String merged =
        relative.startsWith("/")
            ? relative
            : path.substring(0, path.lastIndexOf('/') + 1) + relative;
    return withoutDotSegments(merged.startsWith("/") ? merged : "/" + merged) + query;
  }

  /** The URI that clients request when given this one: without dot segments. */
  public TargetUri withoutDotSegments() {
    int question = text.indexOf('?', pathStart);
    int end = question < 0 ? text.length() : question;
    String path = withoutDotSegments(text.substring(pathStart, end));
    String all = text.substring(0, pathStart) + path + text.substring(end);
    return new TargetUri(scheme, authority, all, pathStart);
  }

  /** RFC 3986, section 5.2.4; an encoded dot counts as a dot (section 6.2.2.2). */
  private static String withoutDotSegments(String path) {
    ArrayDeque<String> kept = new ArrayDeque<>();
    String[] segments = path.substring(1).split("/", -1);
    for (int i = 0; i < segments.length; i++) {
      boolean last = i == segments.length - 1;
      switch (segments[i].replace("%2e", ".").replace("%2E", ".")) {
        case "." -> {
          if (last) {
            kept.addLast("");
          }
        }
        case ".." -> {
          kept.pollLast();
          if (last) {
            kept.addLast("");
          }
        }
        default -> kept.addLast(segments[i]);
      }
    }
    return "/" + String.join("/", kept);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TargetUri uri && text.equals(uri.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** The whole URI, normalised as described above; an empty path is {@code /}. */
  @Override
  public String toString() {
    return text;
  }
}
