package larder.caching;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import larder.http.RequestHead;
import larder.http.ResponseHead;
import larder.http.TargetUri;
import larder.store.StoreGroup;
import larder.store.StoredHead;
import larder.store.StoredResponse;
import larder.store.Worth;
import org.jspecify.annotations.Nullable;

/**
 * Replaces a policy for clients that must not share with others, because others may reach addresses
 * of the origin that this client may not, and stored responses may come from there. Each request
 * goes to the origin, and no answer is stored. What it invalidates is invalid for all.
 *
 * @param shared the policy for all others
 */
record UnsharedPolicy(CachePolicy shared) implements CachePolicy {
  @Override
  public String name() {
    return shared.name();
  }

  @Override
  public CachePolicy forTarget(TargetUri target) {
    return new UnsharedPolicy(shared.forTarget(target));
  }

  @Override
  public CachePolicy unshared() {
    return this;
  }

  @Override
  public @Nullable String rule() {
    return shared.rule();
  }

  @Override
  public Set<String> targetedFields() {
    return shared.targetedFields();
  }

  @Override
  public NoVarySearch otherQueries(StoredHead response) {
    return shared.otherQueries(response);
  }

  /** Decides as if nothing were stored: a client that accepts only stored responses gets none. */
  @Override
  public Reuse reuse(
      RequestHead request,
      boolean hasContent,
      List<StoredResponse> stored,
      Instant now,
      Trace trace) {
    Reuse reuse = shared.reuse(request, hasContent, List.of(), now, trace);
    return reuse instanceof Reuse.Unsatisfiable ? reuse : new Reuse.Pass(Reason.MIXED_ADDRESSES);
  }

  @Override
  public Storing storing(
      RequestHead request,
      boolean hasContent,
      ResponseHead response,
      Instant requestedAt,
      Instant receivedAt,
      Trace trace) {
    return new Storing.DoNotStore(Reason.MIXED_ADDRESSES);
  }

  @Override
  public List<TargetUri> invalidated(RequestHead request, TargetUri target, ResponseHead response) {
    return shared.invalidated(request, target, response);
  }

  @Override
  public Set<StoreGroup> invalidatedGroups(
      RequestHead request, TargetUri target, ResponseHead response) {
    return shared.invalidatedGroups(request, target, response);
  }

  @Override
  public Worth worth(StoredHead head) {
    return shared.worth(head);
  }
}
