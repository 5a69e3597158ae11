package larder.caching;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import larder.http.FieldNames;
import larder.http.Method;
import larder.http.RequestHead;
import larder.http.ResponseHead;
import larder.http.TargetUri;
import larder.store.StoreGroup;
import larder.store.StoreKey;
import org.jspecify.annotations.Nullable;

/** What an exchange makes invalid (RFC 9111, section 4.4; RFC 9875, section 3). */
final class Invalidation {
  private Invalidation() {}

  /**
   * The targets invalidated by a non-error answer to an unsafe or unknown method: the request's
   * target, those that {@code Location} and {@code Content-Location} name, and the {@code
   * Destination} of a WebDAV method (RFC 4918, section 10.3), if they have the same origin.
   */
  static List<TargetUri> of(RequestHead request, TargetUri target, ResponseHead response) {
    if (!invalidates(request, response)) {
      return List.of();
    }
    Set<TargetUri> invalid = new LinkedHashSet<>();
    invalid.add(target);
    addIfSameOrigin(request.fields().first("Destination"), target, invalid);
    addIfSameOrigin(response.fields().first(FieldNames.LOCATION), target, invalid);
    addIfSameOrigin(response.fields().first(FieldNames.CONTENT_LOCATION), target, invalid);
    return List.copyOf(invalid);
  }

  /** The groups that the answer to such a request names. */
  static Set<StoreGroup> groups(RequestHead request, TargetUri target, ResponseHead response) {
    return invalidates(request, response)
        ? StoreGroup.invalidatedBy(response.fields(), StoreKey.of(target))
        : Set.of();
  }

  private static boolean invalidates(RequestHead request, ResponseHead response) {
    return !request.method().isSafe()
        && !request.method().equals(Method.CONNECT)
        && response.status() >= 200
        && response.status() < 400;
  }

  private static void addIfSameOrigin(
      @Nullable String reference, TargetUri target, Set<TargetUri> invalid) {
    TargetUri named = reference == null ? null : target.resolve(reference);
    if (named != null && named.hasSameOriginAs(target)) {
      invalid.add(named);
    }
  }
}
