package larder.socket.listener;

import larder.forwarding.Inside;
import larder.http.Authority;
import larder.http.FieldNames;
import larder.http.RequestHead;
import larder.http.RequestTarget;
import larder.http.Scheme;
import larder.http.SyntaxException;
import larder.http.TargetUri;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites requests from inside a {@code CONNECT} to the form that they would have had at a proxy.
 */
final class InsideRequests {
  private InsideRequests() {}

  /**
   * @throws SyntaxException if the request is not for the host of the {@code CONNECT}
   */
  static RequestHead absolute(Inside inside, RequestHead head) throws SyntaxException {
    Authority host = inside.authority();
    TargetUri target =
        switch (head.target()) {
          case RequestTarget.OriginForm(String path) -> TargetUri.of(Scheme.HTTPS, host, path);
          case RequestTarget.AsteriskForm _ -> TargetUri.of(Scheme.HTTPS, host, "");
          case RequestTarget.AbsoluteForm(TargetUri uri) -> uri;
          case RequestTarget.AuthorityForm _ ->
              throw new SyntaxException("A CONNECT inside of a CONNECT");
        };
    boolean same = target.scheme() == Scheme.HTTPS && target.authority().equals(host);
    if (!same || !isFor(host, head.fields().first(FieldNames.HOST))) {
      throw new SyntaxException(
          "The request is for another host than the CONNECT, which was for " + host);
    }
    return new RequestHead(
        head.method(), new RequestTarget.AbsoluteForm(target), head.version(), head.fields());
  }

  private static boolean isFor(Authority host, @Nullable String field) throws SyntaxException {
    if (field == null || field.isEmpty()) {
      return true; // the parser has checked that HTTP/1.1 has one
    }
    Authority meant = Authority.parse(field, Scheme.HTTPS.defaultPort());
    return meant.port() == host.port() && bare(meant).equals(bare(host));
  }

  private static String bare(Authority authority) {
    String host = authority.host();
    return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
  }
}
