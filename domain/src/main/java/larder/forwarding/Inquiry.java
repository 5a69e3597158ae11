package larder.forwarding;

import larder.access.Reach;
import larder.caching.CachePolicy;
import larder.http.Body;
import larder.http.Request;
import larder.http.RequestHead;
import larder.http.TargetUri;
import larder.store.StoreKey;

/**
 * A request with its target URI, its key, the policy that decides, and how far it may go. The
 * request has no connection-specific fields from here on, so that decisions and stored responses
 * are about the request that the origin gets (RFC 9111, section 4.1).
 */
record Inquiry(
    RequestHead head,
    Body body,
    boolean hasContent,
    TargetUri target,
    StoreKey key,
    CachePolicy policy,
    Reach reach) {
  Inquiry(Request request, TargetUri target, CachePolicy policy, Reach reach) {
    this(
        request.head().withFields(Hop.withoutConnectionFields(request.head().fields())),
        Hop.withoutConnectionFields(request.body(), request.head().fields()),
        request.body().length().orElse(1) > 0,
        target,
        StoreKey.of(target),
        policy.forTarget(target),
        reach);
  }

  /** The same inquiry without content, to be asked again after the exchange. */
  Inquiry withoutContent() {
    return new Inquiry(head, Body.empty(), false, target, key, policy, reach);
  }
}
