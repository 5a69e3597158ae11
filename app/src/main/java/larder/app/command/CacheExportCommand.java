package larder.app.command;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import larder.app.admin.AdminAddress;
import larder.app.admin.AdminClient;
import larder.app.statistics.Sizes;
import larder.app.upkeep.Answers;
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
  private static final String STANDARD = "-";

  private final Choice<String> file =
      operand(
          PositionalParamSpec.builder()
              .index("0")
              .paramLabel("FILE")
              .description(
                  "The bundle; one that ends with .gz is compressed. - is the standard output. A"
                      + " file is there once all of it is."));
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
        "Writes what is stored, and is of use, into a bundle: a WARC file, to be imported into"
            + " another cache.",
        "It holds what was stored for whoever asked: keep it as you keep the cache.");
  }

  @Override
  Question question() {
    return Question.of(Verb.EXPORT).about(patterns.get());
  }

  private boolean isZipped() {
    return file.get().toLowerCase(Locale.ROOT).endsWith(".gz");
  }

  @Override
  void ask(AdminAddress running, Question question, Answers answers, ProgressLine progress)
      throws AdminClient.NoAnswerException, TransferException, IOException {
    BundleCounts[] counts = new BundleCounts[1];
    try (Target target = Target.of(file.get(), progress)) {
      AdminClient.receive(
          running, question, in -> counts[0] = BundleCopy.copy(in, target.out, isZipped()));
      target.keep();
    }
    answers.result(Bundles.json(counts[0]));
  }

  @Override
  void ask(Tools tools, Question question, Answers answers, ProgressLine progress)
      throws TransferException, IOException {
    BundleCounts counts;
    try (Target target = Target.of(file.get(), progress)) {
      counts = tools.bundles().exportTo(target.out, isZipped(), question);
      target.keep();
    }
    answers.result(Bundles.json(counts));
  }

  /** Where it is written: beside the file at first. */
  private static final class Target implements AutoCloseable {
    private final OutputStream out;
    private final Path temporary;
    private final Path kept;
    private final boolean standard;

    private Target(OutputStream out, Path temporary, Path kept, boolean standard) {
      this.out = out;
      this.temporary = temporary;
      this.kept = kept;
      this.standard = standard;
    }

    static Target of(String name, ProgressLine progress) throws IOException {
      Path file = Path.of(name).toAbsolutePath();
      Path temporary = file.resolveSibling(file.getFileName() + ".part");
      boolean standard = name.equals(STANDARD);
      try {
        OutputStream out =
            standard ? new FileOutputStream(FileDescriptor.out) : Files.newOutputStream(temporary);
        return new Target(
            new BufferedOutputStream(progress.watching(out), 1 << 17), temporary, file, standard);
      } catch (IOException e) {
        throw new IOException("The file " + file + " cannot be written: choose another", e);
      }
    }

    void keep() throws IOException {
      out.flush();
      if (!standard) {
        out.close();
        Files.move(temporary, kept, StandardCopyOption.REPLACE_EXISTING);
      }
    }

    @Override
    public void close() throws IOException {
      if (!standard) {
        out.close();
        Files.deleteIfExists(temporary);
      }
    }
  }

  @Override
  Printer printer() {
    return new Summary();
  }

  /** On the standard error where the bundle is on the other. */
  private final class Summary extends Printer {
    private long unreadable;

    private Summary() {
      super(file.get().equals(STANDARD) ? err() : out());
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
