package larder.access;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import larder.http.FieldNames;
import larder.http.Fields;
import larder.http.Tokens;
import org.jspecify.annotations.Nullable;

/**
 * A user name and a password, as {@code Proxy-Authorization} carries them in the scheme {@code
 * Basic} (RFC 7617, section 2).
 */
public record Login(String user, String password) {
  private static final String SCHEME = "Basic ";

  /**
   * The login that a client presents; null if there is none, more than one, or it is unreadable.
   */
  public static @Nullable Login of(Fields fields) {
    List<String> given = fields.all(FieldNames.PROXY_AUTHORIZATION);
    if (given.size() != 1 || !Tokens.startsWithIgnoringCase(given.getFirst(), 0, SCHEME)) {
      return null;
    }
    return read(Tokens.trim(given.getFirst().substring(SCHEME.length())));
  }

  private static @Nullable Login read(String token68) {
    try {
      String text = new String(Base64.getDecoder().decode(token68), StandardCharsets.UTF_8);
      int colon = text.indexOf(':');
      return colon < 0 || text.chars().anyMatch(Login::isControl)
          ? null
          : new Login(text.substring(0, colon), text.substring(colon + 1));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Allowed in neither part; trailing NULs in a password would make no difference to HMAC. */
  private static boolean isControl(int c) {
    return c < ' ' || c == 0x7f;
  }

  /** The value of {@code Proxy-Authorization} for this login. */
  public String credentials() {
    byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return SCHEME + Base64.getEncoder().encodeToString(pair);
  }

  /** Without the password. */
  @Override
  public String toString() {
    return user;
  }
}
