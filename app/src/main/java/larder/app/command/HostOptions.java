package larder.app.command;

import java.util.List;
import larder.access.ConnectPorts;
import larder.access.HostPattern;
import larder.access.Prefixing;
import larder.access.UpgradeProtocols;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.OptionSpec;

/** Where clients may go, and what they may ask for there. */
final class HostOptions extends OptionGroup {
  final Choice<List<HostPattern>> allowedHosts =
      list(
          HostPattern.class,
          OptionSpec.builder("--allow-host")
              .paramLabel("HOST")
              .splitRegex(",")
              .converters(new Host())
              .description(
                  "Go to these hosts only: example.org, .example.org (and all below), *.example.org"
                      + " (all below), addresses, ranges, or * (the public network). May be"
                      + " repeated."));

  final Choice<List<HostPattern>> deniedHosts =
      list(
          HostPattern.class,
          OptionSpec.builder("--deny-host")
              .paramLabel("HOST")
              .splitRegex(",")
              .converters(new Host())
              .description(
                  "Never go to these hosts, by name or address; * is all. May be repeated."));

  private final Choice<@Nullable ConnectPorts> connectPorts =
      optional(
          ConnectPorts.class,
          OptionSpec.builder("--connect-ports")
              .paramLabel("PORTS")
              .converters(new PortList())
              .description(
                  "The ports that CONNECT may reach, such as 443,1025-65535. Default: 443; with"
                      + " larder run 80,443."));

  final Choice<UpgradeProtocols> upgrades =
      usually(
          UpgradeProtocols.NONE,
          OptionSpec.builder("--allow-upgrade")
              .paramLabel("NAMES")
              .arity("0..1")
              .fallbackValue("websocket")
              .converters(new Protocols())
              .description(
                  "Let connections change to these protocols (WebSocket over plain HTTP), and carry"
                      + " them like tunnels; names separated by commas. Without NAMES:"
                      + " websocket."));

  final Choice<Boolean> trace =
      flag(
          OptionSpec.builder("--allow-trace")
              .description(
                  "Pass TRACE on, or answer it, as its Max-Forwards says, instead of refusing it"
                      + " with a 405."));

  /** Which clients may append a target to the proxy's own address. */
  enum PrefixClients {
    local,
    all,
    none
  }

  final Choice<PrefixClients> prefixMode =
      usually(
          PrefixClients.local,
          OptionSpec.builder("--prefix-mode")
              .paramLabel("WHO")
              .description(
                  "Who may put the target after the proxy's address, as in"
                      + " http://127.0.0.1:3128/https://example.org/: local (this machine), all"
                      + " (all clients that are served), or none. Default: local."));

  HostOptions() {
    super("Access");
  }

  /**
   * @param usual the ports that may be reached if none are named
   */
  ConnectPorts connectPorts(ConnectPorts usual) {
    ConnectPorts named = connectPorts.get();
    return named == null ? usual : named;
  }

  Prefixing prefixing() {
    return switch (prefixMode.get()) {
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
