package larder.socket.origin;

import java.util.Optional;
import larder.http.Authority;
import larder.http.Scheme;
import org.jspecify.annotations.Nullable;

/**
 * Identifies the requests that a connection can serve.
 *
 * @param authority the origin; for requests through a parent without TLS the parent, because they
 *     share connections to it
 * @param through the parent that the connection goes through
 */
record OriginKey(Scheme scheme, Authority authority, Optional<Upstream> through) {
  static OriginKey of(Scheme scheme, Authority authority, Optional<Upstream> through) {
    boolean shared = scheme == Scheme.HTTP && through.isPresent();
    return new OriginKey(scheme, shared ? through.get().authority() : authority, through);
  }

  // Written out, here and in other classes that the first exchange needs, because Java generates
  // these methods only when they are first called, which took a third of that exchange's time
  // (docs/decisions/046).

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof OriginKey key
        && scheme == key.scheme
        && authority.equals(key.authority)
        && through.equals(key.through);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * scheme.hashCode() + authority.hashCode()) + through.hashCode();
  }

  /** The parent that reads the requests; empty if the origin reads them. */
  Optional<Upstream> reader() {
    return scheme == Scheme.HTTP ? through : Optional.empty();
  }
}
