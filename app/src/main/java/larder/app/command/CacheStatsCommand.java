package larder.app.command;

import java.util.List;
import java.util.Map;
import larder.app.upkeep.Question;
import larder.app.upkeep.Question.Verb;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code larder cache stats}. */
@Command(
    name = "stats",
    addMethodSubcommands = false,
    mixinStandardHelpOptions = true,
    sortOptions = false,
    abbreviateSynopsis = true,
    description = "Counts what is stored, by what it is good for and by origin.")
final class CacheStatsCommand extends StoreCommand {
  @Parameters(paramLabel = "PATTERN", description = "Count only what fits one of these.")
  private List<String> patterns = List.of();

  CacheStatsCommand(Map<String, String> environment) {
    super(environment);
  }

  @Override
  Question question() {
    return Question.of(Verb.STATS).about(patterns);
  }

  @Override
  Printer printer() {
    return telling(counted -> StoredText.stock(counted).forEach(out()::println));
  }
}
