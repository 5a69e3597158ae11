package larder.socket.origin;

import java.util.List;
import larder.http.FieldNames;
import larder.http.Fields;
import larder.http.Tokens;

/**
 * Credentials that an origin applies to the whole connection instead of the request that carries
 * them: it takes all later requests on the connection for that user's. HTTP does not allow this
 * (RFC 9110, section 3.3), but these schemes do it.
 */
final class ConnectionLogin {
  private static final List<String> SCHEMES = List.of("NTLM", "Negotiate", "Kerberos");

  private ConnectionLogin() {}

  /** Whether a request with those fields binds its connection to a user, or begins to. */
  static boolean isIn(Fields request) {
    for (String credentials : request.all(FieldNames.AUTHORIZATION)) {
      if (SCHEMES.stream().anyMatch(scheme -> isOf(scheme, credentials))) {
        return true;
      }
    }
    return false;
  }

  /** The scheme is a leading token, in any case (RFC 9110, section 11.1). */
  private static boolean isOf(String scheme, String credentials) {
    return Tokens.startsWithIgnoringCase(credentials, 0, scheme)
        && (credentials.length() == scheme.length()
            || !Tokens.isTokenCharacter(credentials.charAt(scheme.length())));
  }
}
