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
 * What a stored response is good for at one moment, whatever the request.
 *
 * @param age its current age (RFC 9111, section 4.2.3)
 * @param left how long it will still answer requests without the origin; if negative, how long ago
 *     that ended
 * @param lasting whether it is of use after that: it can be validated, or served stale
 * @param rule the name of the user's rule that applies; null if none does
 */
public record Standing(Duration age, Duration left, boolean lasting, @Nullable String rule) {
  /** What it is good for, in one word. */
  public enum Use {
    /** Answers requests without the origin. */
    FRESH,
    /** Can be validated, or served stale. */
    STALE,
    /** Can answer nobody any more. */
    USELESS
  }

  /** The standing under a policy. */
  public static Standing of(StoreKey key, StoredHead head, CachePolicy policy, Instant now) {
    CachePolicy deciding = policy;
    try {
      deciding = policy.forTarget(TargetUri.parse(key.uri()));
    } catch (SyntaxException e) {
      // No rule applies to a key that is not a URI.
    }
    Worth worth = deciding.worth(head);
    CurrentAge age = new CurrentAge(head, now);
    Duration left = Duration.between(head.receivedAt(), worth.freshUntil());
    return new Standing(
        age.currentAge(), left.minus(age.residentTime()), worth.lasting(), deciding.rule());
  }

  public Use use() {
    if (left.isPositive()) {
      return Use.FRESH;
    }
    return lasting ? Use.STALE : Use.USELESS;
  }
}
