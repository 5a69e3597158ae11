package larder.app;

import java.time.Duration;
import java.util.List;
import larder.caching.CachePolicy;
import larder.caching.FixedPolicy;
import larder.caching.Rfc9111Policy;
import larder.caching.Rule;

/** Makes the policy that the settings choose. */
public final class Policies {
  private Policies() {}

  /**
   * @param offline whether no origin may be asked
   */
  public static CachePolicy of(Settings.Policy policy, boolean offline) {
    return switch (policy) {
      case Settings.ByTheBook(Rfc9111Policy.Settings settings, List<Rule> rules) ->
          new Rfc9111Policy(offline ? settings.whileDisconnected() : settings, rules);
      case Settings.Fixed(Duration lifetime) -> new FixedPolicy(lifetime, offline);
    };
  }
}
