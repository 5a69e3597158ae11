package larder.caching;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import larder.http.Fields;
import larder.http.Method;
import larder.http.RequestHead;
import larder.http.ResponseHead;
import larder.http.TargetUri;
import larder.store.StoreGroup;
import larder.store.StoredHead;
import larder.store.StoredResponse;
import larder.store.Worth;
import org.jspecify.annotations.Nullable;

/**
 * The simplest policy: every 200 to a {@code GET} is kept for the same time, whatever the origin
 * says, and answers every request for its URI. For teaching and for test fixtures: it ignores
 * {@code Cache-Control}, {@code Vary} and {@code Authorization}, so it gives one user another
 * user's response. It only keeps the rules that keep messages whole.
 */
public final class FixedPolicy implements CachePolicy {
  private final Duration lifetime;
  private final boolean disconnected;

  /**
   * @param lifetime the lifetime of every stored response
   * @throws IllegalArgumentException if it is negative
   */
  public FixedPolicy(Duration lifetime) {
    this(lifetime, false);
  }

  /**
   * @param lifetime the lifetime of every stored response
   * @param disconnected whether no origin may be asked; older responses are then served too
   * @throws IllegalArgumentException if the lifetime is negative
   */
  public FixedPolicy(Duration lifetime, boolean disconnected) {
    if (lifetime.isNegative()) {
      throw new IllegalArgumentException("A lifetime is not negative: " + lifetime);
    }
    this.lifetime = lifetime;
    this.disconnected = disconnected;
  }

  @Override
  public String name() {
    return "fixed";
  }

  @Override
  public Reuse reuse(
      RequestHead request,
      boolean hasContent,
      List<StoredResponse> stored,
      Instant now,
      Trace trace) {
    Reuse reuse = decide(request, hasContent, stored, now);
    boolean answered = !disconnected || reuse instanceof Reuse.Serve;
    return answered ? reuse : new Reuse.Unsatisfiable(Reason.OFFLINE);
  }

  private Reuse decide(
      RequestHead request, boolean hasContent, List<StoredResponse> stored, Instant now) {
    boolean head = request.method().equals(Method.HEAD);
    if (!head && !request.method().equals(Method.GET)) {
      return new Reuse.Pass(Reason.METHOD);
    }
    if (hasContent) {
      return new Reuse.Pass(Reason.REQUEST_CONTENT);
    }
    if (Conditions.areForTheOrigin(request.fields())) {
      return new Reuse.Pass(Reason.REQUEST_PRECONDITION);
    }
    StoredResponse latest = latestWhole(stored);
    if (latest != null) {
      Duration age = CurrentAge.of(latest.head(), now);
      Duration remaining = lifetime.minus(new CurrentAge(latest.head(), now).residentTime());
      if (remaining.isPositive() || disconnected) {
        Answer answer = Answers.of(request, latest.head(), latest.length());
        Reason reason = remaining.isPositive() ? Reason.FRESH : Reason.OFFLINE;
        return new Reuse.Serve(latest, answer, age, remaining, reason);
      }
    }
    Reason reason = latest == null ? Reason.NOTHING_STORED : Reason.STALE;
    return head ? new Reuse.Pass(reason) : new Reuse.Fetch(reason);
  }

  private static @Nullable StoredResponse latestWhole(List<StoredResponse> stored) {
    for (StoredResponse response : stored) {
      if (ResponseSelection.isWhole(response)) {
        return response;
      }
    }
    return null;
  }

  @Override
  public Storing storing(
      RequestHead request,
      boolean hasContent,
      ResponseHead response,
      Instant requestedAt,
      Instant receivedAt,
      Trace trace) {
    if (!request.method().equals(Method.GET)) {
      return new Storing.DoNotStore(Reason.METHOD);
    }
    if (hasContent) {
      return new Storing.DoNotStore(Reason.REQUEST_CONTENT);
    }
    if (response.status() != 200) {
      return new Storing.DoNotStore(Reason.STATUS);
    }
    Fields fields = StoredFields.of(response.fields(), CacheControl.NONE, receivedAt);
    StoredHead head =
        new StoredHead(200, response.reason(), fields, Fields.EMPTY, requestedAt, receivedAt);
    return new Storing.Store(head, Reason.FIXED_FRESHNESS);
  }

  @Override
  public List<TargetUri> invalidated(RequestHead request, TargetUri target, ResponseHead response) {
    return Invalidation.of(request, target, response);
  }

  @Override
  public Set<StoreGroup> invalidatedGroups(
      RequestHead request, TargetUri target, ResponseHead response) {
    return Invalidation.groups(request, target, response);
  }

  @Override
  public Worth worth(StoredHead head) {
    return new Worth(head.receivedAt().plus(lifetime), disconnected);
  }
}
