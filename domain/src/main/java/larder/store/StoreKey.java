package larder.store;

import larder.http.TargetUri;
import org.jspecify.annotations.Nullable;

/**
 * The key under which stored responses are found: the target URI (RFC 9111, section 2). The method
 * is no part of it, because only responses to GET are kept.
 *
 * <p>Comparable, because whoever names URIs can choose many with one hash code: a hash table then
 * finds them by their order.
 *
 * @param uri with scheme and authority, normalised, path and query octet for octet
 */
public record StoreKey(String uri) implements Comparable<StoreKey> {
  public static StoreKey of(TargetUri uri) {
    return new StoreKey(uri.toString());
  }

  // By hand: generated methods are not inlined, and every look-up calls these.

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other || (other instanceof StoreKey key && uri.equals(key.uri));
  }

  @Override
  public int hashCode() {
    return uri.hashCode();
  }

  @Override
  public int compareTo(StoreKey other) {
    return uri.compareTo(other.uri);
  }

  @Override
  public String toString() {
    return uri;
  }
}
