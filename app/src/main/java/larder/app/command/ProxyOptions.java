package larder.app.command;

import picocli.CommandLine.Mixin;

/** All that settings are made of wherever it listens, group by group. */
final class ProxyOptions {
  @Mixin final HostOptions hosts = new HostOptions();
  @Mixin final InterceptOptions intercept = new InterceptOptions();
  @Mixin final CacheOptions cache = new CacheOptions();
  @Mixin final PolicyOptions policy = new PolicyOptions();
  @Mixin final NetworkOptions network = new NetworkOptions();
  @Mixin final UpstreamOptions upstream = new UpstreamOptions();
  @Mixin final LimitOptions limits = new LimitOptions();
}
