package larder.app.command;

import java.time.Duration;
import picocli.CommandLine.Model.OptionSpec;

/** Buffers and timeouts. */
final class NetworkOptions extends OptionGroup {
  final Choice<Long> bufferSize =
      usually(
          10_000L,
          OptionSpec.builder("--buffer-size")
              .paramLabel("SIZE")
              .converters(new ByteSize())
              .description(
                  "The size of a buffer for content. Where more comes at a time, Larder borrows a"
                      + " large one. Default: 10000 bytes."));

  final Choice<Duration> headerTimeout =
      usually(
          Duration.ofSeconds(30),
          OptionSpec.builder("--header-timeout")
              .paramLabel("TIME")
              .converters(new Seconds())
              .description(
                  "The time for a whole request head, and for the TLS handshake. Default: 30"
                      + " seconds."));

  final Choice<Duration> idleTimeout =
      usually(
          Duration.ofSeconds(60),
          OptionSpec.builder("--idle-timeout")
              .paramLabel("TIME")
              .converters(new Seconds())
              .description("The time between two requests of a client. Default: 60 seconds."));

  final Choice<Duration> connectTimeout =
      usually(
          Duration.ofSeconds(10),
          OptionSpec.builder("--connect-timeout")
              .paramLabel("TIME")
              .converters(new Seconds())
              .description("The time to connect to an origin. Default: 10 seconds."));

  final Choice<Duration> originTimeout =
      usually(
          Duration.ofMinutes(5),
          OptionSpec.builder("--origin-timeout")
              .paramLabel("TIME")
              .converters(new Seconds())
              .description(
                  "The time to the whole head of an answer, and between two pieces of its content."
                      + " Default: 5m."));

  final Choice<Duration> tunnelIdleTimeout =
      usually(
          Duration.ofMinutes(10),
          OptionSpec.builder("--tunnel-idle-timeout")
              .paramLabel("TIME")
              .converters(new Seconds())
              .description("How long a tunnel may carry nothing. Default: 10m."));

  NetworkOptions() {
    super("Network");
  }
}
