package larder.app.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import larder.app.admin.AdminAddress;
import larder.app.admin.AdminClient;
import larder.app.statistics.Sizes;
import larder.app.upkeep.AnswerSink;
import larder.app.upkeep.Question;
import larder.app.upkeep.Question.Verb;
import larder.app.upkeep.Tools;
import larder.http.TransferException;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import tools.jackson.databind.JsonNode;

/** {@code larder cache import}. */
final class CacheImportCommand extends StoreCommand {
  private static final String STANDARD = "-";

  private final Choice<String> file =
      operand(
          PositionalParamSpec.builder()
              .paramLabel("FILE")
              .description("The bundle; - is the standard input."));
  private final Options options = new Options();

  private static final class Options extends OptionGroup {
    final Choice<Long> cacheSize =
        usually(
            5L << 30,
            OptionSpec.builder("--cache-size")
                .paramLabel("SIZE")
                .converters(new ByteSize())
                .description(
                    "The bound of the store, if there is none yet and import creates it. Default:"
                        + " 5g."));

    Options() {
      super("Storing");
    }
  }

  CacheImportCommand(Map<String, String> environment) {
    super(
        "import",
        environment,
        "Stores the responses of a bundle of 'larder cache export' that match their digests and"
            + " that the policy allows. They keep their age: nothing stale becomes fresh.",
        "Keeps a stored response that is not older. Ends with 1 if the bundle is damaged or"
            + " incomplete.");
    options.addTo(spec());
  }

  @Override
  Question question() {
    return Question.of(Verb.IMPORT);
  }

  @Override
  OptionalLong begins() {
    return OptionalLong.of(options.cacheSize.get());
  }

  @Override
  void ask(AdminAddress running, Question question, AnswerSink answers, ProgressLine progress)
      throws AdminClient.NoAnswerException, TransferException, IOException {
    try (InputStream bundle = opened(progress)) {
      AdminClient.give(running, question, bundle, answers);
    }
  }

  @Override
  void ask(Tools tools, Question question, AnswerSink answers, ProgressLine progress)
      throws TransferException, IOException {
    try (InputStream bundle = opened(progress)) {
      tools.bundles().importFrom(bundle, answers);
    }
  }

  private InputStream opened(ProgressLine progress) throws IOException {
    if (file.get().equals(STANDARD)) {
      return progress.watching(System.in, 0);
    }
    Path path = Path.of(file.get());
    try {
      long bytes = Files.size(path);
      return progress.watching(Files.newInputStream(path), bytes);
    } catch (IOException e) {
      throw new IOException("The file " + file.get() + " cannot be read: name another", e);
    }
  }

  @Override
  Printer printer() {
    return new Summary();
  }

  private final class Summary extends Printer {
    private boolean sound;

    private Summary() {
      super(out());
    }

    @Override
    public void result(JsonNode imported) throws TransferException {
      long damaged = imported.path("damaged").asLong();
      JsonNode problem = imported.path("problem");
      sound = damaged == 0 && !problem.isString();
      if (isJson()) {
        print(imported.toPrettyString());
      } else {
        print(
            "Imported "
                + StoredText.count(imported.path("imported").asLong(), "response")
                + " ("
                + Sizes.text(imported.path("contentBytes").asLong())
                + "); "
                + left(imported)
                + ".");
      }
      if (problem.isString()) {
        say("The bundle is not all there. " + problem.asString("") + ".");
      } else if (damaged > 0) {
        say(StoredText.count(damaged, "response") + " of the bundle is damaged, and left out.");
      }
    }

    @Override
    int exitCode() {
      return sound ? ExitCode.OK : ExitCode.FAILED;
    }
  }

  private static String left(JsonNode imported) {
    return imported.path("known").asLong()
        + " known, "
        + imported.path("refused").asLong()
        + " not to be stored, "
        + imported.path("noRoom").asLong()
        + " without room";
  }
}
