package larder.app.command;

import larder.app.Settings;
import picocli.CommandLine.Option;

/** How large what is read may be. */
@OptionGroup("Limits")
final class LimitOptions {
  @Option(
      names = "--max-request-line",
      paramLabel = "SIZE",
      defaultValue = "8k",
      converter = ByteSize.class,
      description = "The longest request line; a longer one gets a 414. Default: 8k.")
  long requestLine;

  @Option(
      names = "--max-fields-size",
      paramLabel = "SIZE",
      defaultValue = "64k",
      converter = ByteSize.class,
      description = "The largest field section; a larger one gets a 431. Default: 64k.")
  long fieldSection;

  @Option(
      names = "--max-field-lines",
      paramLabel = "N",
      defaultValue = "100",
      converter = ListenOptions.Count.class,
      description = "How many field lines a message may have; more get a 431. Default: 100.")
  int fieldLines;

  @Option(
      names = "--max-trailers-size",
      paramLabel = "SIZE",
      defaultValue = "8k",
      converter = ByteSize.class,
      description = "The largest trailer section; a larger one ends the message. Default: 8k.")
  long trailerSection;

  @Option(
      names = "--max-chunk-extensions",
      paramLabel = "SIZE",
      defaultValue = "4k",
      converter = ByteSize.class,
      description =
          "All chunk extensions of one message together; more end the message. Default: 4k.")
  long chunkExtensions;

  @Option(
      names = "--max-request-size",
      paramLabel = "SIZE",
      converter = ByteSize.class,
      description = "The largest content of a request; more gets a 413. Default: no bound.")
  long requestContent = Long.MAX_VALUE;

  @Option(
      names = "--min-rate",
      paramLabel = "SIZE",
      defaultValue = "64",
      converter = ByteSize.class,
      description =
          "End a client that sends its content, or takes its answer, with less than SIZE bytes a"
              + " second over 30 seconds; 0 for none. Default: 64.")
  long leastRate;

  Settings.Limits settings() {
    return new Settings.Limits(
        (int) requestLine,
        (int) fieldSection,
        fieldLines,
        (int) trailerSection,
        (int) chunkExtensions,
        requestContent,
        leastRate);
  }
}
