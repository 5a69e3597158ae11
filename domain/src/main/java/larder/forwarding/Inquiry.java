package larder.forwarding;

import larder.access.Reach;
import larder.caching.CachePolicy;
import larder.http.Body;
import larder.http.Request;
import larder.http.RequestHead;
import larder.http.TargetUri;
import larder.store.StoreKey;

/**
 * What is asked: a request, its target URI, the key that goes with it, who decides, and how far it
 * may go.
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
        request.head(),
        request.body(),
        request.body().length().orElse(1) > 0,
        target,
        StoreKey.of(target),
        policy.forTarget(target),
        reach);
  }

  /** The same question without content, to be asked again after the exchange. */
  Inquiry withoutContent() {
    return new Inquiry(head, Body.empty(), false, target, key, policy, reach);
  }
}
