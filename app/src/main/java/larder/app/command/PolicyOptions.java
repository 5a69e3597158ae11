package larder.app.command;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import larder.app.rules.Preset;
import larder.caching.TargetList;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

/** What is stored, and for how long. */
final class PolicyOptions extends OptionGroup {
  enum Policy {
    rfc9111,
    fixed
  }

  final Choice<Policy> policy =
      usually(
          Policy.rfc9111,
          OptionSpec.builder("--policy")
              .paramLabel("POLICY")
              .description(
                  "Who decides: rfc9111, or fixed (keeps every 200 to a GET for --cache-expiry,"
                      + " whatever the origin says; for teaching and tests). Default: rfc9111."));

  final Choice<@Nullable Duration> cacheExpiry =
      optional(
          Duration.class,
          OptionSpec.builder("--cache-expiry")
              .paramLabel("TIME")
              .converters(new Seconds())
              .description(
                  "The freshness lifetime under --policy=fixed (default: 60 seconds). If given,"
                      + " rfc9111 uses it for responses that do not state theirs."));

  final Choice<List<String>> rules =
      list(
          String.class,
          OptionSpec.builder("--rule")
              .paramLabel("RULE")
              .description(
                  "What to do with some URLs: a pattern, then name=WORD, min=TIME, max=TIME,"
                      + " fallback=TIME, ignore=DIRECTIVES, keep or never, as in '/data/** min=1h'."
                      + " May be repeated; the first one that fits applies."));

  final Choice<@Nullable Path> ruleFile =
      file(
          OptionSpec.builder("--rules")
              .paramLabel("FILE")
              .description("More rules, one a line, tried after those of --rule."));

  final Choice<List<Preset>> presets =
      list(
          Preset.class,
          OptionSpec.builder("--preset")
              .paramLabel("NAMES")
              .splitRegex(",")
              .description(
                  "Built-in rules for repositories of packages, tried last:"
                      + " ${COMPLETION-CANDIDATES}, separated by commas."));

  final Choice<TargetList> targetedFields =
      usually(
          TargetList.EMPTY,
          OptionSpec.builder("--targeted-fields")
              .paramLabel("NAMES")
              .converters(new TargetNames())
              .description(
                  "Heed these fields, such as CDN-Cache-Control, before Cache-Control: names"
                      + " separated by commas, the most specific first. Default: none."));

  final Choice<Boolean> offline =
      flag(
          OptionSpec.builder("--offline")
              .description(
                  "Ask no origin. Serve what is stored, even if stale, unless the response itself"
                      + " forbids that; all else gets a 504."));

  PolicyOptions() {
    super("Deciding");
  }

  /** {@link TargetList} on the command line: names separated by commas, or {@code none}. */
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
