package larder.app.command;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import larder.app.rules.Preset;
import larder.caching.TargetList;
import larder.forwarding.FinishAborted;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What is kept, where, how much of it and for how long. */
@OptionGroup("Caching")
final class CacheOptions {
  /** The stores that can be chosen. */
  enum Cache {
    memory,
    h2
  }

  /** The policies that can be chosen. */
  enum Policy {
    rfc9111,
    fixed
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
          "Keep at most this much in memory: all of --cache=memory, the front of h2."
              + " Default: 256m, or a quarter of Java's heap if that is less.")
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
      names = "--policy",
      paramLabel = "POLICY",
      defaultValue = "rfc9111",
      description =
          "What decides: rfc9111, or fixed (every 200 to a GET is kept for --cache-expiry,"
              + " whatever the origin says; for teaching and tests). Default: rfc9111.")
  Policy policy = Policy.rfc9111;

  @Option(
      names = "--cache-expiry",
      paramLabel = "TIME",
      converter = Seconds.class,
      description =
          "The freshness lifetime under --policy=fixed (default: 60 seconds). If given, rfc9111"
              + " uses it for responses that say nothing about theirs.")
  @Nullable Duration cacheExpiry;

  @Option(
      names = "--rule",
      paramLabel = "RULE",
      description =
          "What to do about some URLs: a pattern, then min=TIME, max=TIME, fallback=TIME,"
              + " ignore=DIRECTIVES or never, as in '/data/** min=1h'. May be repeated: the first"
              + " one that fits holds.")
  List<String> rules = List.of();

  @Option(
      names = "--rules",
      paramLabel = "FILE",
      description = "More rules, one a line, tried after those of --rule.")
  @Nullable Path ruleFile;

  @Option(
      names = "--preset",
      paramLabel = "NAMES",
      split = ",",
      description =
          "Rules that come along, tried last: what never changes in repositories of packages, and"
              + " what is an index. Some of ${COMPLETION-CANDIDATES}, with commas between.")
  List<Preset> presets = List.of();

  @Option(
      names = "--targeted-fields",
      paramLabel = "NAMES",
      defaultValue = "none",
      converter = TargetNames.class,
      description =
          "Heed these fields, such as CDN-Cache-Control, before Cache-Control: names with commas"
              + " between, the most specific first. Default: none.")
  TargetList targetedFields = TargetList.EMPTY;

  @Option(
      names = "--finish-aborted",
      paramLabel = "LEFT",
      defaultValue = "1m,50%",
      converter = FinishRule.class,
      description =
          "Go on with a download for the store, though its client has left, if no more than this"
              + " is left, or this share is there; never for none. Default: 1m,50%%.")
  FinishAborted finishAborted = FinishAborted.defaults();

  /** {@link TargetList} on the command line: names with commas between, or {@code none}. */
  static final class TargetNames implements ITypeConverter<TargetList> {
    @Override
    public TargetList convert(String text) {
      if (text.equals("none")) {
        return TargetList.EMPTY;
      }
      try {
        return new TargetList(List.of(text.split(",", -1)));
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(
            e.getMessage() + ": say, for example, CDN-Cache-Control, or none");
      }
    }
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
        // The same as one that is out of range.
      }
      throw new TypeConversionException(
          "'" + text + "' is no size, no share from 0% to 100%, no pair of both, and not never");
    }
  }
}
