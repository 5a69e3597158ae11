package larder.app.command;

import java.nio.file.Path;
import larder.forwarding.FinishAborted;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Where responses are kept, and how much of them. */
@OptionGroup("Storing")
final class CacheOptions {
  /** The stores that can be chosen. */
  enum Cache {
    memory,
    h2
  }

  @Option(
      names = {"-c", "--cache"},
      paramLabel = "STORE",
      defaultValue = "h2",
      description =
          "Where responses are kept: memory, or h2 (on disk, still there after a restart)."
              + " Default: h2.")
  Cache cache = Cache.h2;

  @Option(
      names = "--cache-dir",
      paramLabel = "FOLDER",
      description = "The folder of the h2 store. Default: ${LARDER-CACHE-DIR}.")
  @Nullable Path cacheDir;

  @Option(
      names = "--cache-size",
      paramLabel = "SIZE",
      defaultValue = "5g",
      converter = ByteSize.class,
      description = "Keep at most this much on disk. Default: 5g.")
  long cacheSize;

  @Option(
      names = "--memory-size",
      paramLabel = "SIZE",
      converter = ByteSize.class,
      description =
          "Keep at most this much in memory: all of --cache=memory, the front of h2 (0 for no"
              + " front)."
              + " Default: 256m, or less where Java's heap is small.")
  @Nullable Long memorySize;

  @Option(
      names = "--max-object-size",
      paramLabel = "SIZE",
      converter = ByteSize.class,
      description =
          "Store no response with more content than this. Default: a quarter of the memory,"
              + " an eighth of the disk.")
  @Nullable Long maxObjectSize;

  @Option(
      names = "--max-pending-size",
      paramLabel = "SIZE",
      converter = ByteSize.class,
      description =
          "Hold at most this much in memory for what is being stored; beyond it, answers are passed"
              + " on without being stored. Default: a quarter of the memory; with h2, 32m besides.")
  @Nullable Long maxPendingSize;

  @Option(
      names = "--max-variants",
      paramLabel = "N",
      defaultValue = "32",
      converter = ListenOptions.Count.class,
      description =
          "Keep at most N variants of one URL (Vary, parts); the oldest go first. Default: 32.")
  int maxVariants;

  @Option(
      names = "--max-waiters",
      paramLabel = "N",
      defaultValue = "1000",
      converter = ListenOptions.Count.class,
      description =
          "Let at most N requests share one fetch of another's; more ask the origin themselves; 0"
              + " for none. Default: 1000.")
  int maxWaiters;

  @Option(
      names = "--finish-aborted",
      paramLabel = "LEFT",
      defaultValue = "1m,50%",
      converter = FinishRule.class,
      description =
          "Go on with a download for the store, though its client has left, if no more than this"
              + " is left, or this share is there; never for none. Default: 1m,50%%.")
  FinishAborted finishAborted = FinishAborted.defaults();

  @Option(
      names = "--cache-status-key",
      description = "Let Cache-Status say what a response is stored under.")
  boolean cacheStatusKey;

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
        // The same as one that is out of range.
      }
      throw new TypeConversionException(
          "'" + text + "' is no size, no share from 0% to 100%, no pair of both, and not never");
    }
  }
}
