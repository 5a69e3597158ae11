package larder.socket.origin;

import java.util.Optional;
import larder.http.Authority;
import larder.http.Scheme;

/**
 * What a connection is good for.
 *
 * @param through the parent that it goes through; requests in the clear share one connection to the
 *     parent, whatever their origin
 */
record OriginKey(Scheme scheme, Authority authority, Optional<Upstream> through) {
  static OriginKey of(Scheme scheme, Authority authority, Optional<Upstream> through) {
    boolean shared = scheme == Scheme.HTTP && through.isPresent();
    return new OriginKey(scheme, shared ? through.get().authority() : authority, through);
  }

  /** The parent that reads the requests; empty if the origin does. */
  Optional<Upstream> reader() {
    return scheme == Scheme.HTTP ? through : Optional.empty();
  }
}
