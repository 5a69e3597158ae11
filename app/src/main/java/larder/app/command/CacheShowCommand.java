package larder.app.command;

import java.util.Map;
import larder.app.upkeep.Question;
import larder.app.upkeep.Question.Verb;
import larder.http.TransferException;
import picocli.CommandLine.Model.PositionalParamSpec;
import tools.jackson.databind.JsonNode;

/** {@code larder cache show URL}. */
final class CacheShowCommand extends StoreCommand {
  private final Choice<String> url =
      operand(
          PositionalParamSpec.builder().paramLabel("URL").description("The URL of the responses."));

  CacheShowCommand(Map<String, String> environment) {
    super(
        "show",
        environment,
        "Shows everything stored for one URL: each variant with its fields, age and use.",
        "'larder explain URL' says which of it a request would get.");
  }

  @Override
  Question question() {
    return Question.of(Verb.SHOW).aboutUrl(url.get());
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
        say("Nothing is stored for " + result.path("url").asString(url.get()) + ".");
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
