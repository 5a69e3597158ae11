package larder.http;

/** The four forms of a request target (RFC 9112, section 3.2). */
public sealed interface RequestTarget {
  /** Only a path and query: a request to the proxy itself. */
  record OriginForm(String pathAndQuery) implements RequestTarget {
    @Override
    public String toString() {
      return pathAndQuery;
    }
  }

  /** A whole URI: a request through the proxy. */
  record AbsoluteForm(TargetUri uri) implements RequestTarget {
    @Override
    public String toString() {
      return uri.toString();
    }
  }

  /** {@code host:port}, only for {@code CONNECT}. */
  record AuthorityForm(Authority authority) implements RequestTarget {
    @Override
    public String toString() {
      return authority.toString();
    }
  }

  /** {@code *}, only for {@code OPTIONS}. */
  record AsteriskForm() implements RequestTarget {
    @Override
    public String toString() {
      return "*";
    }
  }

  /**
   * Reads the target in a request line.
   *
   * @throws SyntaxException if it has none of the four forms, or one that the method does not allow
   */
  static RequestTarget parse(Method method, String text) throws SyntaxException {
    if (method.equals(Method.CONNECT)) {
      return new AuthorityForm(Authority.parseWithPort(text));
    }
    if (text.startsWith("/")) {
      TargetUri.of(Scheme.HTTP, new Authority("localhost", 80), text); // for its checks
      return new OriginForm(text);
    }
    if (text.equals("*")) {
      if (!method.equals(Method.OPTIONS)) {
        throw new SyntaxException("The target * is for OPTIONS alone (RFC 9112, section 3.2.4)");
      }
      return new AsteriskForm();
    }
    return new AbsoluteForm(TargetUri.parse(text));
  }
}
