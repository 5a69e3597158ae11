package larder.app.command;

import java.util.Map;
import larder.app.upkeep.Question;
import larder.app.upkeep.Question.Verb;
import larder.http.TransferException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code larder cache show URL}. */
@Command(
    name = "show",
    addMethodSubcommands = false,
    mixinStandardHelpOptions = true,
    sortOptions = false,
    abbreviateSynopsis = true,
    description = {
      "Shows all that is stored for one URL: each variant with its fields, its age and what it is",
      "good for. 'larder explain URL' says what a request would get of it."
    })
final class CacheShowCommand extends StoreCommand {
  @Parameters(paramLabel = "URL", description = "What was asked for.")
  private String url = "";

  CacheShowCommand(Map<String, String> environment) {
    super(environment);
  }

  @Override
  Question question() {
    return Question.of(Verb.SHOW).aboutUrl(url);
  }

  @Override
  Printer printer() {
    return new Shown();
  }

  private final class Shown extends Printer {
    private boolean nothing;

    private Shown() {
      super(out());
    }

    @Override
    public void result(JsonNode result) throws TransferException {
      nothing = result.path("responses").isEmpty();
      if (isJson()) {
        print(result.toPrettyString());
      } else if (nothing) {
        say("Nothing is stored for " + result.path("url").asString(url) + ".");
      } else {
        for (String line : StoredText.whole(result)) {
          print(line);
        }
      }
    }

    @Override
    int exitCode() {
      return nothing ? ExitCode.FAILED : ExitCode.OK;
    }
  }
}
