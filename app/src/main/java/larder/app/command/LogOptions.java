package larder.app.command;

import larder.app.log.LogFormat;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is written down and what is said. */
@OptionGroup("Logs and messages")
final class LogOptions {
  /** When colours are used. */
  enum Color {
    auto,
    always,
    never
  }

  @Option(
      names = "--access-log",
      paramLabel = "FILE",
      description = "Write a line for each exchange to this file; - is the standard output.")
  @Nullable String accessLog;

  @Option(
      names = "--log-format",
      paramLabel = "FORMAT",
      defaultValue = "squid",
      description = "How its lines look: ${COMPLETION-CANDIDATES}. Default: squid.")
  LogFormat logFormat = LogFormat.squid;

  @Option(
      names = {"-v", "--verbose"},
      description = "Say more, and show each exchange where no --access-log is given.")
  boolean verbose;

  @Option(
      names = {"-q", "--quiet"},
      description = "Say nothing but warnings and errors.")
  boolean quiet;

  @Option(
      names = "--color",
      paramLabel = "WHEN",
      defaultValue = "auto",
      description = "Colours: ${COMPLETION-CANDIDATES}. Default: auto, which heeds NO_COLOR.")
  Color color = Color.auto;
}
