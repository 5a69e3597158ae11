package larder.app;

import larder.caching.CachePolicy;
import larder.http.SyntaxException;
import larder.http.TargetUri;
import larder.store.Appraisal;
import larder.store.Worth;

/** Tells a store what its responses are worth to the policy. */
final class Appraisals {
  private Appraisals() {}

  static Appraisal by(CachePolicy policy) {
    return (key, head) -> {
      try {
        return policy.forTarget(TargetUri.parse(key.uri())).worth(head);
      } catch (SyntaxException e) {
        return Worth.UNKNOWN;
      }
    };
  }
}
