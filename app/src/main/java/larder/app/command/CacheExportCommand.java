package larder.app.command;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import larder.app.admin.AdminAddress;
import larder.app.admin.AdminClient;
import larder.app.statistics.Sizes;
import larder.app.upkeep.AnswerSink;
import larder.app.upkeep.Bundles;
import larder.app.upkeep.Question;
import larder.app.upkeep.Question.Verb;
import larder.app.upkeep.Tools;
import larder.app.warc.BundleCopy;
import larder.app.warc.BundleCounts;
import larder.http.TransferException;
import picocli.CommandLine.Model.PositionalParamSpec;
import tools.jackson.databind.JsonNode;

/** {@code larder cache export}. */
final class CacheExportCommand extends StoreCommand {
  private final Choice<String> file =
      operand(
          PositionalParamSpec.builder()
              .index("0")
              .paramLabel("FILE")
              .description(
                  "The bundle; .gz compresses it. - is the standard output. A file appears only"
                      + " once it is complete."));
  private final Choice<List<String>> patterns =
      operands(
          PositionalParamSpec.builder()
              .index("1..*")
              .paramLabel("PATTERN")
              .arity("0..*")
              .description("Export only what fits one."));

  CacheExportCommand(Map<String, String> environment) {
    super(
        "export",
        environment,
        "Writes fresh and stale responses into a bundle: a WARC file, which another cache can"
            + " import.",
        "Protect it like the cache: it holds everything that was stored.");
  }

  @Override
  Question question() {
    return Question.of(Verb.EXPORT).about(patterns.get());
  }

  private boolean isZipped() {
    return file.get().toLowerCase(Locale.ROOT).endsWith(".gz");
  }

  @Override
  void ask(AdminAddress running, Question question, AnswerSink answers, ProgressLine progress)
      throws AdminClient.NoAnswerException, TransferException, IOException {
    BundleCounts[] counts = new BundleCounts[1];
    try (BundleTarget target = BundleTarget.of(file.get(), progress::watching)) {
      try {
        AdminClient.receive(
            running, question, in -> counts[0] = BundleCopy.copy(in, target.out(), isZipped()));
        target.keep();
      } catch (IOException e) {
        target.check();
        throw e;
      }
    }
    answers.result(Bundles.json(counts[0]));
  }

  @Override
  void ask(Tools tools, Question question, AnswerSink answers, ProgressLine progress)
      throws TransferException, IOException {
    BundleCounts counts;
    try (BundleTarget target = BundleTarget.of(file.get(), progress::watching)) {
      try {
        counts = tools.bundles().exportTo(target.out(), isZipped(), question);
        target.keep();
      } catch (IOException | TransferException e) {
        target.check();
        throw e;
      }
    }
    answers.result(Bundles.json(counts));
  }

  @Override
  Printer printer() {
    return new Summary();
  }

  /** Printed on the standard error if the bundle goes to the standard output. */
  private final class Summary extends Printer {
    private long unreadable;

    private Summary() {
      super(BundleTarget.isStandard(file.get()) ? err() : out());
    }

    @Override
    public void result(JsonNode exported) throws TransferException {
      unreadable = exported.path("unreadable").asLong();
      if (isJson()) {
        print(exported.toPrettyString());
        return;
      }
      print(
          "Exported "
              + StoredText.count(exported.path("exported").asLong(), "response")
              + " ("
              + Sizes.text(exported.path("contentBytes").asLong())
              + ").");
      long useless = exported.path("useless").asLong();
      if (useless > 0) {
        say(
            StoredText.count(useless, "response")
                + (useless == 1 ? " is" : " are")
                + " of no use, and not in it. In a folder that no proxy uses, what is of use goes"
                + " by the --rule, --rules, --preset and --policy that are given here.");
      }
      if (unreadable > 0) {
        say(StoredText.count(unreadable, "response") + " could not be read, and is not in it.");
      }
    }

    @Override
    int exitCode() {
      return unreadable == 0 ? ExitCode.OK : ExitCode.FAILED;
    }
  }
}
