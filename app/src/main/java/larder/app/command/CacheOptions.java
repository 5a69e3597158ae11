package larder.app.command;

import java.nio.file.Path;
import larder.forwarding.FinishAborted;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

/** Where responses are stored, and how many bytes of them. */
final class CacheOptions extends OptionGroup {
  enum Cache {
    memory,
    h2
  }

  final Choice<Cache> cache =
      usually(
          Cache.h2,
          OptionSpec.builder("-c", "--cache")
              .paramLabel("STORE")
              .description(
                  "Where to keep responses: memory, or h2 (on disk, still there after a restart,"
                      + " with a front in memory). Default: h2."));

  final Choice<@Nullable Path> cacheDir =
      file(
          OptionSpec.builder("--cache-dir")
              .paramLabel("FOLDER")
              .description("The folder of the h2 store. Default: ${LARDER-CACHE-DIR}."));

  final Choice<Long> cacheSize =
      usually(
          5L << 30,
          OptionSpec.builder("--cache-size")
              .paramLabel("SIZE")
              .converters(new ByteSize())
              .description("Keep at most this much on disk. Default: 5g."));

  final Choice<@Nullable Long> memorySize =
      optional(
          Long.class,
          OptionSpec.builder("--memory-size")
              .paramLabel("SIZE")
              .converters(new ByteSize())
              .description(
                  "Keep at most this much in memory: all of --cache=memory, or the front of h2,"
                      + " which 0 turns off. Default: 256m, or less with a small heap."));

  final Choice<@Nullable Long> maxObjectSize =
      optional(
          Long.class,
          OptionSpec.builder("--max-object-size")
              .paramLabel("SIZE")
              .converters(new ByteSize())
              .description(
                  "Store no response with more content. Default: a quarter of the memory, an eighth"
                      + " of the disk; at most 1g in memory and 32g on disk."));

  final Choice<@Nullable Long> maxPendingSize =
      optional(
          Long.class,
          OptionSpec.builder("--max-pending-size")
              .paramLabel("SIZE")
              .converters(new ByteSize())
              .description(
                  "Hold at most this much in memory of responses that are being stored; beyond it,"
                      + " answers pass through without being stored. Default: a quarter of the"
                      + " memory; with h2, another 32m."));

  final Choice<Integer> maxVariants =
      usually(
          32,
          OptionSpec.builder("--max-variants")
              .paramLabel("N")
              .converters(new ListenOptions.Count())
              .description(
                  "Keep at most N variants of one URL (Vary, parts); the oldest go first. Default:"
                      + " 32."));

  final Choice<Integer> maxWaiters =
      usually(
          1_000,
          OptionSpec.builder("--max-waiters")
              .paramLabel("N")
              .converters(new ListenOptions.Count())
              .description(
                  "Let at most N requests share the fetch of another; further ones ask the origin"
                      + " themselves. 0 turns sharing off. Default: 1000."));

  final Choice<FinishAborted> finishAborted =
      usually(
          FinishAborted.defaults(),
          OptionSpec.builder("--finish-aborted")
              .paramLabel("LEFT")
              .converters(new FinishRule())
              .description(
                  "Finish a download for the store after its client has left, if no more than this"
                      + " is left (1m) or this share is there (50%%); never turns this off."
                      + " Default: 1m,50%%."));

  final Choice<Boolean> cacheStatusKey =
      flag(
          OptionSpec.builder("--cache-status-key")
              .description("Add the key of the stored response to Cache-Status."));

  CacheOptions() {
    super("Storing");
  }

  /** {@link FinishAborted} on the command line: {@code 1m}, {@code 50%}, both, or {@code never}. */
  static final class FinishRule implements ITypeConverter<FinishAborted> {
    @Override
    public FinishAborted convert(String text) {
      if (text.equals("never")) {
        return FinishAborted.NEVER;
      }
      FinishAborted rule = FinishAborted.NEVER;
      for (String measure : text.split(",", -1)) {
        rule =
            measure.endsWith("%")
                ? new FinishAborted(rule.bytesLeft(), percent(measure, text))
                : new FinishAborted(new ByteSize().convert(measure), rule.percentDone());
      }
      return rule;
    }

    private static int percent(String measure, String text) {
      try {
        int percent = Integer.parseInt(measure, 0, measure.length() - 1, 10);
        if (percent >= 0 && percent <= 100) {
          return percent;
        }
      } catch (NumberFormatException e) {
        // Reported like one out of range.
      }
      throw new TypeConversionException(
          "'" + text + "' is no size, no share from 0% to 100%, no pair of both, and not never");
    }
  }
}
