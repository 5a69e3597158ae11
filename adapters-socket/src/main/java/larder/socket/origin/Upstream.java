package larder.socket.origin;

import java.util.Optional;
import larder.access.Login;
import larder.http.Authority;
import larder.http.Scheme;

/**
 * A parent proxy (RFC 9110, section 3.7).
 *
 * @param scheme whether we speak to it inside TLS or without
 * @param login the credentials that we send to it
 */
public record Upstream(Scheme scheme, Authority authority, Optional<Login> login) {
  /** Omits the password. */
  @Override
  public String toString() {
    return scheme.text() + "://" + authority;
  }
}
