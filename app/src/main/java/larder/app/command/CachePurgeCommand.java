package larder.app.command;

import java.util.List;
import java.util.Map;
import larder.app.statistics.Sizes;
import larder.app.upkeep.Question;
import larder.app.upkeep.Question.Verb;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import tools.jackson.databind.JsonNode;

/** {@code larder cache purge}. */
final class CachePurgeCommand extends StoreCommand {
  private final Choice<List<String>> patterns =
      operands(
          PositionalParamSpec.builder()
              .paramLabel("PATTERN")
              .arity("0..*")
              .description("Remove what fits one of these."));
  private final Options options = new Options();

  private static final class Options extends OptionGroup {
    final Choice<Boolean> all =
        flag(OptionSpec.builder("--all").description("Remove everything that is stored."));

    Options() {
      super("Removing");
    }
  }

  CachePurgeCommand(Map<String, String> environment) {
    super(
        "purge",
        environment,
        "Removes responses: the next request for one of them goes to its origin.",
        "It does not touch responses that are being fetched meanwhile.");
    options.addTo(spec());
  }

  @Override
  Question question() {
    if (options.all.get() != patterns.get().isEmpty()) {
      throw wrong("Say what to remove: PATTERN..., or --all");
    }
    return options.all.get()
        ? Question.of(Verb.PURGE).aboutAll()
        : Question.of(Verb.PURGE).about(patterns.get());
  }

  @Override
  Printer printer() {
    return telling(removed -> out().println("Removed " + responses(removed) + "."));
  }

  /** How many responses, and of what size. */
  static String responses(JsonNode removed) {
    return StoredText.count(removed.path("removed").asLong(), "response")
        + " ("
        + Sizes.text(removed.path("contentBytes").asLong())
        + ")";
  }
}
