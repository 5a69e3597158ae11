package larder.app.command;

import java.time.Duration;
import java.util.Map;
import larder.app.statistics.Sizes;
import larder.app.upkeep.Question;
import larder.app.upkeep.Question.Verb;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code larder cache gc}. */
@Command(
    name = "gc",
    addMethodSubcommands = false,
    mixinStandardHelpOptions = true,
    sortOptions = false,
    abbreviateSynopsis = true,
    description = {
      "Removes responses that nobody will get any more: expired, and without a validator. Gives",
      "the room back that they took, and what was removed before."
    })
final class CacheGcCommand extends StoreCommand {
  @Option(
      names = "--stale",
      paramLabel = "TIME",
      converter = Seconds.class,
      description =
          "Remove also what has been stale for that time (30d), though it could be validated; 0"
              + " for all that is stale.")
  private @Nullable Duration stale;

  CacheGcCommand(Map<String, String> environment) {
    super(environment);
  }

  @Override
  Question question() {
    Question question = Question.of(Verb.GC);
    Duration longest = stale;
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
