package larder.app.command;

import java.time.Duration;
import picocli.CommandLine.Option;

/** Buffers and waits. */
@OptionGroup("Network")
final class NetworkOptions {
  @Option(
      names = "--buffer-size",
      paramLabel = "SIZE",
      defaultValue = "10000",
      converter = ByteSize.class,
      description =
          "The size of a buffer for content; where more comes at a time, a large one is"
              + " borrowed. Default: 10000 bytes.")
  long bufferSize;

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
}
