package larder.socket.origin;

import java.util.Optional;
import larder.access.Login;
import larder.http.Authority;

/**
 * A parent proxy (RFC 9110, section 3.7), spoken to in the clear.
 *
 * @param login what it is told about who we are
 */
public record Upstream(Authority authority, Optional<Login> login) {
  /** Without the password. */
  @Override
  public String toString() {
    return "http://" + authority;
  }
}
