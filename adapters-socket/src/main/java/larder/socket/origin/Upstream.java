package larder.socket.origin;

import java.util.Optional;
import larder.access.Login;
import larder.http.Authority;
import larder.http.Scheme;

/**
 * A parent proxy (RFC 9110, section 3.7).
 *
 * @param scheme how it is spoken to: inside TLS, or in the clear
 * @param login what it is told about who we are
 */
public record Upstream(Scheme scheme, Authority authority, Optional<Login> login) {
  /** Without the password. */
  @Override
  public String toString() {
    return scheme.text() + "://" + authority;
  }
}
