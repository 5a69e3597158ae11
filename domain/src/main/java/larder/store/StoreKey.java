package larder.store;

import larder.http.TargetUri;
import org.jspecify.annotations.Nullable;

/**
 * What stored responses are found by: the target URI (RFC 9111, section 2). Responses to GET are
 * the only ones kept, so the method is no part of it.
 *
 * @param uri with scheme and authority, normalised, path and query octet for octet
 */
public record StoreKey(String uri) {
  public static StoreKey of(TargetUri uri) {
    return new StoreKey(uri.toString());
  }

  // By hand: what records bring along is not inlined, and every look-up asks.

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other || (other instanceof StoreKey key && uri.equals(key.uri));
  }

  @Override
  public int hashCode() {
    return uri.hashCode();
  }

  @Override
  public String toString() {
    return uri;
  }
}
