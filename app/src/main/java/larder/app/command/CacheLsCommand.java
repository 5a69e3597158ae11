package larder.app.command;

import java.util.List;
import java.util.Map;
import larder.app.upkeep.Question;
import larder.app.upkeep.Question.Verb;
import larder.http.TransferException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code larder cache ls}. */
@Command(
    name = "ls",
    addMethodSubcommands = false,
    mixinStandardHelpOptions = true,
    sortOptions = false,
    abbreviateSynopsis = true,
    description = {
      "Lists what is stored, a line for each response; with --json a JSON object for each.",
      "fresh is served as it is, stale after a validation, and useless nobody will get any more."
    })
final class CacheLsCommand extends StoreCommand {
  @Parameters(paramLabel = "PATTERN", description = "List only what fits one of these.")
  private List<String> patterns = List.of();

  CacheLsCommand(Map<String, String> environment) {
    super(environment);
  }

  @Override
  Question question() {
    return Question.of(Verb.LS).about(patterns);
  }

  @Override
  Printer printer() {
    return isJson() ? new Printer(out()) : new Table();
  }

  private final class Table extends Printer {
    private boolean begun;

    private Table() {
      super(out());
    }

    @Override
    public void item(JsonNode item) throws TransferException {
      if (!begun) {
        begun = true;
        print(StoredText.HEADING);
      }
      print(StoredText.line(item));
    }

    @Override
    public void result(JsonNode result) {
      if (!begun) {
        say(patterns.isEmpty() ? "Nothing is stored." : "Nothing that is stored fits.");
      }
    }
  }
}
