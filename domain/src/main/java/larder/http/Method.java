package larder.http;

import org.jspecify.annotations.Nullable;

/**
 * A request method (RFC 9110, section 9). Names are case-sensitive tokens. Unknown methods are
 * forwarded, and count as neither safe nor idempotent.
 */
public record Method(String name) {
  public static final Method GET = new Method("GET");
  public static final Method HEAD = new Method("HEAD");
  public static final Method POST = new Method("POST");
  public static final Method PUT = new Method("PUT");
  public static final Method DELETE = new Method("DELETE");
  public static final Method CONNECT = new Method("CONNECT");
  public static final Method OPTIONS = new Method("OPTIONS");
  public static final Method TRACE = new Method("TRACE");
  public static final Method PATCH = new Method("PATCH");

  /**
   * @throws IllegalArgumentException if the name is not a token
   */
  public Method {
    if (!Tokens.isToken(name)) {
      throw new IllegalArgumentException("A method is a token (RFC 9110, section 9.1): " + name);
    }
  }

  /** The method of that name; the well-known ones are shared instances. */
  public static Method of(String name) {
    return switch (name) {
      case "GET" -> GET;
      case "HEAD" -> HEAD;
      case "POST" -> POST;
      case "PUT" -> PUT;
      case "DELETE" -> DELETE;
      case "CONNECT" -> CONNECT;
      case "OPTIONS" -> OPTIONS;
      case "TRACE" -> TRACE;
      case "PATCH" -> PATCH;
      default -> new Method(name);
    };
  }

  /**
   * RFC 9110, section 9.2.1; RFC 4918, section 9.1; RFC 3253, section 3.6; RFC 5323, section 2; RFC
   * 10008, section 2. {@code PRI} is registered as safe, too, but is no request (RFC 9113, section
   * 3.4).
   */
  public boolean isSafe() {
    return switch (name) {
      case "GET", "HEAD", "OPTIONS", "TRACE", "PROPFIND", "REPORT", "SEARCH", "QUERY" -> true;
      default -> false;
    };
  }

  /** RFC 9110, section 9.2.2. */
  public boolean isIdempotent() {
    return switch (name) {
      case "PUT", "DELETE" -> true;
      default -> isSafe();
    };
  }

  // By hand: generated methods are not inlined, and every exchange calls these often.

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other || (other instanceof Method method && name.equals(method.name));
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }
}
