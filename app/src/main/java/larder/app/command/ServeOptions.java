package larder.app.command;

import picocli.CommandLine.Mixin;

/** All that the settings of a server are made of. */
final class ServeOptions {
  @Mixin final ListenOptions listen = new ListenOptions();
  @Mixin final AccessOptions access = new AccessOptions();
  @Mixin final ProxyOptions proxy = new ProxyOptions();
}
