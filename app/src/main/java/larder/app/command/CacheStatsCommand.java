package larder.app.command;

import java.util.List;
import java.util.Map;
import larder.app.upkeep.Question;
import larder.app.upkeep.Question.Verb;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code larder cache stats}. */
final class CacheStatsCommand extends StoreCommand {
  private final Choice<List<String>> patterns =
      operands(
          PositionalParamSpec.builder()
              .paramLabel("PATTERN")
              .arity("0..*")
              .description("Count only what fits one of these."));

  CacheStatsCommand(Map<String, String> environment) {
    super("stats", environment, "Counts what is stored, by use and by origin.");
  }

  @Override
  Question question() {
    return Question.of(Verb.STATS).about(patterns.get());
  }

  @Override
  Printer printer() {
    return telling(counted -> StoredText.stock(counted).forEach(out()::println));
  }
}
