package larder.caching;

import java.time.Duration;
import java.time.Instant;
import larder.http.SyntaxException;
import larder.http.TargetUri;
import larder.store.StoreKey;
import larder.store.StoredHead;
import larder.store.Worth;
import org.jspecify.annotations.Nullable;

/**
 * What a stored response is good for at one moment, whatever will be asked.
 *
 * @param age its current age (RFC 9111, section 4.2.3)
 * @param left how long it answers requests by itself yet; how long it has not done so any more, if
 *     that is negative
 * @param lasting whether it is of use after that: it can be validated, or served stale
 * @param rule the name of the user's rule that holds; null if none does
 */
public record Standing(Duration age, Duration left, boolean lasting, @Nullable String rule) {
  /** What it is good for, in one word. */
  public enum Use {
    /** Answers requests by itself. */
    FRESH,
    /** Can be validated, or served stale. */
    STALE,
    /** Nobody will get it any more. */
    USELESS
  }

  /** As that policy sees it. */
  public static Standing of(StoreKey key, StoredHead head, CachePolicy policy, Instant now) {
    CachePolicy deciding = policy;
    try {
      deciding = policy.forTarget(TargetUri.parse(key.uri()));
    } catch (SyntaxException e) {
      // No rule is for what is no URI.
    }
    Worth worth = deciding.worth(head);
    CurrentAge age = new CurrentAge(head, now);
    Duration left = Duration.between(head.receivedAt(), worth.freshUntil());
    return new Standing(
        age.currentAge(), left.minus(age.residentTime()), worth.lasting(), deciding.rule());
  }

  /** What it is good for. */
  public Use use() {
    if (left.isPositive()) {
      return Use.FRESH;
    }
    return lasting ? Use.STALE : Use.USELESS;
  }
}
