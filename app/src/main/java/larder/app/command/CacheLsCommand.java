package larder.app.command;

import java.util.List;
import java.util.Map;
import larder.app.upkeep.Question;
import larder.app.upkeep.Question.Verb;
import larder.http.TransferException;
import picocli.CommandLine.Model.PositionalParamSpec;
import tools.jackson.databind.JsonNode;

/** {@code larder cache ls}. */
final class CacheLsCommand extends StoreCommand {
  private final Choice<List<String>> patterns =
      operands(
          PositionalParamSpec.builder()
              .paramLabel("PATTERN")
              .arity("0..*")
              .description("List only what fits one of these."));

  CacheLsCommand(Map<String, String> environment) {
    super(
        "ls",
        environment,
        "Lists responses, one a line; with --json one JSON object a line.",
        "Larder serves fresh responses as they are, stale ones after a validation, and useless"
            + " ones to nobody.");
  }

  @Override
  Question question() {
    return Question.of(Verb.LS).about(patterns.get());
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
        say(patterns.get().isEmpty() ? "Nothing is stored." : "Nothing that is stored fits.");
      }
    }
  }
}
