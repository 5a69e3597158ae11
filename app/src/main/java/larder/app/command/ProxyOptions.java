package larder.app.command;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** The option groups of a proxy that do not depend on where it listens. */
final class ProxyOptions {
  final HostOptions hosts = new HostOptions();
  final InterceptOptions intercept = new InterceptOptions();
  final CacheOptions cache = new CacheOptions();
  final PolicyOptions policy = new PolicyOptions();
  final NetworkOptions network = new NetworkOptions();
  final UpstreamOptions upstream = new UpstreamOptions();
  final LimitOptions limits = new LimitOptions();

  void addTo(CommandSpec command) {
    List.of(hosts, intercept, cache, policy, network, upstream, limits)
        .forEach(group -> group.addTo(command));
  }
}
