package larder.app.command;

import java.util.ArrayList;
import java.util.List;
import larder.access.ConnectPorts;
import larder.access.HostPattern;
import larder.access.Prefixing;
import larder.access.UpgradeProtocols;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/** Where those may go who may come in, and what they may ask for there. */
@OptionGroup("Access")
final class HostOptions {
  @Option(
      names = "--allow-host",
      paramLabel = "HOST",
      split = ",",
      converter = Host.class,
      description =
          "Go to these hosts alone: example.org, .example.org (and all below), *.example.org (all"
              + " below), addresses, ranges, or * (the public network). May be repeated.")
  List<HostPattern> allowedHosts = new ArrayList<>();

  @Option(
      names = "--deny-host",
      paramLabel = "HOST",
      split = ",",
      converter = Host.class,
      description = "Never go to these hosts, by name or address. May be repeated.")
  List<HostPattern> deniedHosts = new ArrayList<>();

  @Option(
      names = "--connect-ports",
      paramLabel = "PORTS",
      defaultValue = "443",
      converter = PortList.class,
      description = "The ports that CONNECT may reach, such as 443,1025-65535. Default: 443.")
  ConnectPorts connectPorts = ConnectPorts.HTTPS;

  @Option(
      names = "--allow-upgrade",
      paramLabel = "NAMES",
      arity = "0..1",
      fallbackValue = "websocket",
      converter = Protocols.class,
      description =
          "Let connections change to these protocols, with commas between, and carry them like"
              + " tunnels. Without names: websocket.")
  UpgradeProtocols upgrades = UpgradeProtocols.NONE;

  @Option(
      names = "--allow-trace",
      description = "Pass TRACE on, or answer it, as its Max-Forwards says, instead of a 405.")
  boolean trace;

  /** Who may put a target behind the proxy's own address. */
  enum PrefixClients {
    local,
    all,
    none
  }

  @Option(
      names = "--prefix-mode",
      paramLabel = "WHO",
      defaultValue = "local",
      description =
          "Who may ask without a proxy, by http://127.0.0.1:3128/https://example.org/: local (this"
              + " machine), all (whoever may come in), or none. Default: local.")
  PrefixClients prefixMode = PrefixClients.local;

  Prefixing prefixing() {
    return switch (prefixMode) {
      case local -> Prefixing.THIS_MACHINE;
      case all -> Prefixing.EVERYBODY;
      case none -> Prefixing.NOBODY;
    };
  }

  /** {@link HostPattern} on the command line. */
  static final class Host implements ITypeConverter<HostPattern> {
    @Override
    public HostPattern convert(String text) {
      return AccessOptions.converted(text.strip(), HostPattern::parse);
    }
  }

  /** {@link ConnectPorts} on the command line. */
  static final class PortList implements ITypeConverter<ConnectPorts> {
    @Override
    public ConnectPorts convert(String text) {
      return AccessOptions.converted(text, ConnectPorts::parse);
    }
  }

  /** {@link UpgradeProtocols} on the command line. */
  static final class Protocols implements ITypeConverter<UpgradeProtocols> {
    @Override
    public UpgradeProtocols convert(String text) {
      return AccessOptions.converted(text, UpgradeProtocols::parse);
    }
  }
}
