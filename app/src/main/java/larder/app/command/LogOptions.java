package larder.app.command;

import larder.app.log.LogFormat;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.OptionSpec;

/** What is logged and printed. */
final class LogOptions extends OptionGroup {
  /** When colours are used. */
  enum Color {
    auto,
    always,
    never
  }

  final Choice<@Nullable String> accessLog =
      optional(
          String.class,
          OptionSpec.builder("--access-log")
              .paramLabel("FILE")
              .description(
                  "Write a line for each exchange to this file; - is the standard output."));

  final Choice<LogFormat> logFormat =
      usually(
          LogFormat.squid,
          OptionSpec.builder("--log-format")
              .paramLabel("FORMAT")
              .description("The format of these lines: ${COMPLETION-CANDIDATES}. Default: squid."));

  final Choice<Boolean> verbose =
      flag(
          OptionSpec.builder("-v", "--verbose")
              .description("Say more, and show each exchange if there is no access log."));

  final Choice<Boolean> quiet =
      flag(OptionSpec.builder("-q", "--quiet").description("Say nothing but warnings and errors."));

  final Choice<Color> color =
      usually(
          Color.auto,
          OptionSpec.builder("--color")
              .paramLabel("WHEN")
              .description(
                  "Colours: ${COMPLETION-CANDIDATES}. Default: auto, which heeds NO_COLOR."));

  LogOptions() {
    super("Logs and messages");
  }
}
