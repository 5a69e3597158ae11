package larder.socket.origin;

import java.util.List;
import larder.http.FieldNames;
import larder.http.Fields;
import larder.http.Tokens;

/**
 * Credentials that are taken for the connection's, and not for those of the request that has them:
 * whatever comes on it from then on is that user's. HTTP has no such thing (RFC 9110, section 3.3),
 * but these schemes are spoken.
 */
final class ConnectionLogin {
  private static final List<String> SCHEMES = List.of("NTLM", "Negotiate", "Kerberos");

  private ConnectionLogin() {}

  /** Whether a request with those fields makes its connection somebody's, or begins to. */
  static boolean isIn(Fields request) {
    for (String credentials : request.all(FieldNames.AUTHORIZATION)) {
      if (SCHEMES.stream().anyMatch(scheme -> isOf(scheme, credentials))) {
        return true;
      }
    }
    return false;
  }

  /** The scheme is a token at the beginning, in any case (RFC 9110, section 11.1). */
  private static boolean isOf(String scheme, String credentials) {
    return Tokens.startsWithIgnoringCase(credentials, 0, scheme)
        && (credentials.length() == scheme.length()
            || !Tokens.isTokenCharacter(credentials.charAt(scheme.length())));
  }
}
