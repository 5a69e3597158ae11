package larder.app.command;

import java.util.Map;
import larder.app.statistics.Sizes;
import larder.app.upkeep.Question;
import larder.app.upkeep.Question.Verb;
import larder.http.TransferException;
import tools.jackson.databind.JsonNode;

/** {@code larder cache verify}. */
final class CacheVerifyCommand extends StoreCommand {
  CacheVerifyCommand(Map<String, String> environment) {
    super(
        "verify",
        environment,
        "Reads everything that is stored, compares it with its checksums, and removes damaged"
            + " responses, which would not have been served either.",
        "Ends with 1 if it found any.");
  }

  @Override
  Question question() {
    return Question.of(Verb.VERIFY);
  }

  @Override
  Printer printer() {
    return new Verdict();
  }

  private final class Verdict extends Printer {
    private long damaged;

    private Verdict() {
      super(out());
    }

    @Override
    public void result(JsonNode verified) throws TransferException {
      damaged = verified.path("damaged").asLong();
      if (isJson()) {
        print(verified.toPrettyString());
        return;
      }
      print(
          "Sound: "
              + StoredText.count(verified.path("sound").asLong(), "response")
              + " ("
              + Sizes.text(verified.path("contentBytes").asLong())
              + ").");
      print(
          damaged == 0
              ? "None is damaged."
              : "Damaged, and removed: " + StoredText.count(damaged, "response") + ".");
    }

    @Override
    int exitCode() {
      return damaged == 0 ? ExitCode.OK : ExitCode.FAILED;
    }
  }
}
