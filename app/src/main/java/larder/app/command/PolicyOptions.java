package larder.app.command;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import larder.app.rules.Preset;
import larder.caching.TargetList;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What decides on what is kept, and for how long. */
@OptionGroup("Deciding")
final class PolicyOptions {
  /** The policies that can be chosen. */
  enum Policy {
    rfc9111,
    fixed
  }

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
      names = "--offline",
      description =
          "Ask no origin: serve what is stored, stale or not, unless it says itself that it must"
              + " not be; the rest gets a 504.")
  boolean offline;

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
}
