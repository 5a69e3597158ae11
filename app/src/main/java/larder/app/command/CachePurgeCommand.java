package larder.app.command;

import java.util.List;
import java.util.Map;
import larder.app.statistics.Sizes;
import larder.app.upkeep.Question;
import larder.app.upkeep.Question.Verb;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code larder cache purge}. */
@Command(
    name = "purge",
    addMethodSubcommands = false,
    mixinStandardHelpOptions = true,
    sortOptions = false,
    abbreviateSynopsis = true,
    description = {
      "Removes responses: the next request for one of them goes to its origin. What is being",
      "fetched meanwhile is not touched."
    })
final class CachePurgeCommand extends StoreCommand {
  @Parameters(paramLabel = "PATTERN", description = "Remove what fits one of these.")
  private List<String> patterns = List.of();

  @Option(names = "--all", description = "Remove all that is stored.")
  private boolean all;

  CachePurgeCommand(Map<String, String> environment) {
    super(environment);
  }

  @Override
  Question question() {
    if (all != patterns.isEmpty()) {
      throw wrong("Say what to remove: PATTERN..., or --all");
    }
    return all ? Question.of(Verb.PURGE).aboutAll() : Question.of(Verb.PURGE).about(patterns);
  }

  @Override
  Printer printer() {
    return telling(removed -> out().println("Removed " + responses(removed) + "."));
  }

  /** How many, and how much that was. */
  static String responses(JsonNode removed) {
    return StoredText.count(removed.path("removed").asLong(), "response")
        + " ("
        + Sizes.text(removed.path("contentBytes").asLong())
        + ")";
  }
}
