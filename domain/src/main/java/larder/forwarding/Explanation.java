package larder.forwarding;

import java.time.Instant;
import java.util.List;
import larder.caching.Reuse;
import larder.http.RequestHead;
import larder.http.TargetUri;
import larder.store.StoredResponse;
import org.jspecify.annotations.Nullable;

/**
 * Why a request would get the answer it would get.
 *
 * @param rule the name of the user's rule that applies; null if none does
 * @param stored the responses stored under the target, most recently received first; not to be
 *     opened
 * @param steps what led to the decision, in order
 * @param refusal why a recent answer for this target was not stored; null if none is known
 */
public record Explanation(
    RequestHead request,
    TargetUri target,
    Instant at,
    @Nullable String rule,
    List<StoredResponse> stored,
    List<Step> steps,
    Reuse decision,
    RecentRefusals.@Nullable NotStored refusal) {
  public Explanation {
    stored = List.copyOf(stored);
    steps = List.copyOf(steps);
  }

  /**
   * One step.
   *
   * @param section the section that it carries out
   * @param text a sentence with the fields and figures that were used
   */
  public record Step(String section, String text) {}
}
