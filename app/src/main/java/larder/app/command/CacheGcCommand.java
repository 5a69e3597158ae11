package larder.app.command;

import java.time.Duration;
import java.util.Map;
import larder.app.statistics.Sizes;
import larder.app.upkeep.Question;
import larder.app.upkeep.Question.Verb;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.OptionSpec;
import tools.jackson.databind.JsonNode;

/** {@code larder cache gc}. */
final class CacheGcCommand extends StoreCommand {
  private final Options options = new Options();

  private static final class Options extends OptionGroup {
    final Choice<@Nullable Duration> stale =
        optional(
            Duration.class,
            OptionSpec.builder("--stale")
                .paramLabel("TIME")
                .converters(new Seconds())
                .description(
                    "Also remove responses that have been stale for this time (30d), although they"
                        + " could be validated; 0 for all stale ones."));

    Options() {
      super("Removing");
    }
  }

  CacheGcCommand(Map<String, String> environment) {
    super(
        "gc",
        environment,
        "Removes useless responses, which nobody will get any more: expired, and without a"
            + " validator.",
        "Gives back their room, and that of responses removed before.");
    options.addTo(spec());
  }

  @Override
  Question question() {
    Question question = Question.of(Verb.GC);
    Duration longest = options.stale.get();
    return longest == null ? question : question.aboutStaleFor(longest);
  }

  @Override
  Printer printer() {
    return telling(this::tell);
  }

  private void tell(JsonNode removed) {
    out()
        .println(
            "Removed "
                + CachePurgeCommand.responses(removed)
                + "; "
                + Sizes.text(Math.max(0, removed.path("freedBytes").asLong()))
                + " given back, "
                + Sizes.text(removed.path("takenBytes").asLong())
                + " taken.");
  }
}
