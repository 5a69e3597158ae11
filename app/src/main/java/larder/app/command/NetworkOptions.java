package larder.app.command;

import java.time.Duration;
import larder.forwarding.ConnectPorts;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Buffers, ports and waits. */
@OptionGroup("Network")
final class NetworkOptions {
  @Option(
      names = "--buffer-size",
      paramLabel = "SIZE",
      defaultValue = "10000",
      converter = ByteSize.class,
      description = "The size of a buffer for content. Default: 10000 bytes.")
  long bufferSize;

  @Option(
      names = "--connect-ports",
      paramLabel = "PORTS",
      defaultValue = "443",
      converter = PortList.class,
      description = "The ports that CONNECT may reach, such as 443,1025-65535. Default: 443.")
  ConnectPorts connectPorts = ConnectPorts.HTTPS;

  @Option(
      names = "--header-timeout",
      paramLabel = "TIME",
      defaultValue = "30",
      converter = Seconds.class,
      description = "The time for a whole request head. Default: 30 seconds.")
  Duration headerTimeout = Duration.ofSeconds(30);

  @Option(
      names = "--idle-timeout",
      paramLabel = "TIME",
      defaultValue = "60",
      converter = Seconds.class,
      description = "The time between two requests of a client. Default: 60 seconds.")
  Duration idleTimeout = Duration.ofSeconds(60);

  @Option(
      names = "--connect-timeout",
      paramLabel = "TIME",
      defaultValue = "10",
      converter = Seconds.class,
      description = "The time to connect to an origin. Default: 10 seconds.")
  Duration connectTimeout = Duration.ofSeconds(10);

  @Option(
      names = "--origin-timeout",
      paramLabel = "TIME",
      defaultValue = "60",
      converter = Seconds.class,
      description =
          "The time an origin may say nothing, before its head and within it. Default: 60 seconds.")
  Duration originTimeout = Duration.ofSeconds(60);

  @Option(
      names = "--tunnel-idle-timeout",
      paramLabel = "TIME",
      defaultValue = "10m",
      converter = Seconds.class,
      description = "The time a tunnel may carry nothing. Default: 10m.")
  Duration tunnelIdleTimeout = Duration.ofMinutes(10);

  /** {@link ConnectPorts} on the command line. */
  static final class PortList implements ITypeConverter<ConnectPorts> {
    @Override
    public ConnectPorts convert(String text) {
      try {
        return ConnectPorts.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }
}
