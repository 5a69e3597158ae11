package larder.app.command;

import picocli.CommandLine.Mixin;

/** All that settings are made of, group by group. */
final class ServeOptions {
  @Mixin final ListenOptions listen = new ListenOptions();
  @Mixin final AccessOptions access = new AccessOptions();
  @Mixin final CacheOptions cache = new CacheOptions();
  @Mixin final PolicyOptions policy = new PolicyOptions();
  @Mixin final NetworkOptions network = new NetworkOptions();
  @Mixin final UpstreamOptions upstream = new UpstreamOptions();
  @Mixin final LimitOptions limits = new LimitOptions();
}
