package larder.app.command;

import larder.app.Settings;
import picocli.CommandLine.Model.OptionSpec;

/** Bounds for what is read. */
final class LimitOptions extends OptionGroup {
  final Choice<Long> requestLine =
      usually(
          8L << 10,
          OptionSpec.builder("--max-request-line")
              .paramLabel("SIZE")
              .converters(new ByteSize())
              .description("The longest request line; a longer one gets a 414. Default: 8k."));

  final Choice<Long> fieldSection =
      usually(
          64L << 10,
          OptionSpec.builder("--max-fields-size")
              .paramLabel("SIZE")
              .converters(new ByteSize())
              .description(
                  "The largest field section; a larger one gets a 431, or, from an origin, a 502."
                      + " Default: 64k."));

  final Choice<Integer> fieldLines =
      usually(
          100,
          OptionSpec.builder("--max-field-lines")
              .paramLabel("N")
              .converters(new ListenOptions.Count())
              .description(
                  "The most field lines in a message; more get a 431, or, from an origin, a 502."
                      + " Default: 100."));

  final Choice<Long> trailerSection =
      usually(
          8L << 10,
          OptionSpec.builder("--max-trailers-size")
              .paramLabel("SIZE")
              .converters(new ByteSize())
              .description(
                  "The largest trailer section; a larger one ends the message. Default: 8k."));

  final Choice<Long> chunkExtensions =
      usually(
          4L << 10,
          OptionSpec.builder("--max-chunk-extensions")
              .paramLabel("SIZE")
              .converters(new ByteSize())
              .description(
                  "The largest size of all chunk extensions of one message together; more end the"
                      + " message. Default: 4k."));

  final Choice<Long> requestContent =
      usually(
          Long.MAX_VALUE,
          OptionSpec.builder("--max-request-size")
              .paramLabel("SIZE")
              .converters(new ByteSize())
              .description(
                  "The largest content of a request; more gets a 413. Default: no bound."));

  final Choice<Long> leastRate =
      usually(
          64L,
          OptionSpec.builder("--min-rate")
              .paramLabel("SIZE")
              .converters(new ByteSize())
              .description(
                  "Cut off a client that sends its content, or takes its answer, more slowly than"
                      + " SIZE bytes a second over 30 seconds; 0 turns this off. Default: 64."));

  LimitOptions() {
    super("Limits");
  }

  Settings.Limits settings() {
    return new Settings.Limits(
        requestLine.get().intValue(),
        fieldSection.get().intValue(),
        fieldLines.get(),
        trailerSection.get().intValue(),
        chunkExtensions.get().intValue(),
        requestContent.get(),
        leastRate.get());
  }
}
