package larder.socket.origin;

import java.util.Optional;
import larder.http.Authority;
import larder.http.Scheme;
import org.jspecify.annotations.Nullable;

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

  // Written out here and elsewhere where a first exchange needs it: what Java makes of a record by
  // itself it makes then, which took a third of the time of that exchange (docs/decisions/046).

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

  /** The parent that reads the requests; empty if the origin does. */
  Optional<Upstream> reader() {
    return scheme == Scheme.HTTP ? through : Optional.empty();
  }
}
