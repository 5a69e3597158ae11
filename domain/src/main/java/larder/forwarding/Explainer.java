package larder.forwarding;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import larder.caching.CachePolicy;
import larder.caching.Reuse;
import larder.http.RequestHead;
import larder.http.TargetUri;
import larder.store.StoreKey;
import larder.store.StoredResponse;

/** Asks the policy as an exchange would, and collects its steps. */
public final class Explainer implements ExplainPort {
  private final Function<TargetUri, List<StoredResponse>> find;
  private final CachePolicy policy;
  private final RecentRefusals refusals;

  Explainer(
      Function<TargetUri, List<StoredResponse>> find, CachePolicy policy, RecentRefusals refusals) {
    this.find = find;
    this.policy = policy;
    this.refusals = refusals;
  }

  /**
   * An explainer for stored responses, without a running proxy.
   *
   * @param find the responses stored for a target, most recently received first
   */
  public static Explainer over(Function<TargetUri, List<StoredResponse>> find, CachePolicy policy) {
    return new Explainer(find, policy, new RecentRefusals());
  }

  @Override
  public Explanation explain(RequestHead request, TargetUri target, Instant at) {
    List<StoredResponse> stored = find.apply(target);
    CachePolicy deciding = policy.forTarget(target);
    List<Explanation.Step> steps = new ArrayList<>();
    Reuse decision =
        deciding.reuse(
            request.withFields(Hop.withoutConnectionFields(request.fields())),
            false,
            stored,
            at,
            (section, step) -> steps.add(new Explanation.Step(section, step.get())));
    return new Explanation(
        request,
        target,
        at,
        deciding.rule(),
        stored,
        steps,
        decision,
        refusals.of(StoreKey.of(target), stored));
  }
}
