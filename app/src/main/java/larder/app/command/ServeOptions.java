package larder.app.command;

import picocli.CommandLine.Model.CommandSpec;

/** All option groups of a server. */
final class ServeOptions {
  final ListenOptions listen = new ListenOptions();
  final AccessOptions access = new AccessOptions();
  final ProxyOptions proxy = new ProxyOptions();

  void addTo(CommandSpec command) {
    listen.addTo(command);
    access.addTo(command);
    proxy.addTo(command);
  }
}
