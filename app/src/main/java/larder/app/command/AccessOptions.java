package larder.app.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import larder.access.ConnectPorts;
import larder.access.HostPattern;
import larder.access.IpRange;
import larder.access.UpgradeProtocols;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Who may come in, and where they may go. */
@OptionGroup("Access")
final class AccessOptions {
  @Option(
      names = "--allow-client",
      paramLabel = "CIDR",
      split = ",",
      converter = Range.class,
      description =
          "Serve clients at these addresses, such as 192.168.0.0/16, and those on this machine."
              + " May be repeated.")
  List<IpRange> allowedClients = new ArrayList<>();

  @Option(
      names = "--auth",
      paramLabel = "FILE",
      arity = "0..1",
      fallbackValue = "${sys:LARDER-USER-FILE}",
      description =
          "Serve whoever gives a name and password of this file, which larder user add makes."
              + " Without a name: ${sys:LARDER-USER-FILE}.")
  @Nullable Path userFile;

  @Option(
      names = "--open",
      description = "Serve whoever reaches the addresses that --listen names.")
  boolean open;

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

  /** {@link UpgradeProtocols} on the command line. */
  static final class Protocols implements ITypeConverter<UpgradeProtocols> {
    @Override
    public UpgradeProtocols convert(String text) {
      return converted(text, UpgradeProtocols::parse);
    }
  }

  private static <T> T converted(String text, Function<String, T> parse) {
    try {
      return parse.apply(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
    }
  }

  /** {@link IpRange} on the command line. */
  static final class Range implements ITypeConverter<IpRange> {
    @Override
    public IpRange convert(String text) {
      return converted(text.strip(), IpRange::parse);
    }
  }

  /** {@link HostPattern} on the command line. */
  static final class Host implements ITypeConverter<HostPattern> {
    @Override
    public HostPattern convert(String text) {
      return converted(text.strip(), HostPattern::parse);
    }
  }

  /** {@link ConnectPorts} on the command line. */
  static final class PortList implements ITypeConverter<ConnectPorts> {
    @Override
    public ConnectPorts convert(String text) {
      return converted(text, ConnectPorts::parse);
    }
  }
}
