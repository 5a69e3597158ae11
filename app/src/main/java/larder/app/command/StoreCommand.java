package larder.app.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import larder.app.StartException;
import larder.app.StoppedStore;
import larder.app.admin.AdminAddress;
import larder.app.admin.AdminClient;
import larder.app.upkeep.AnswerSink;
import larder.app.upkeep.Question;
import larder.app.upkeep.Tools;
import larder.caching.CachePolicy;
import larder.http.TransferException;
import larder.http.TransferException.Side;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A subcommand of {@code larder cache}: asks about a store, whichever process has it open. */
abstract class StoreCommand extends Command {
  private final Map<String, String> environment;
  private BooleanSupplier seen = ProgressLine::isSeen;

  private final StoreOptions store = new StoreOptions();
  private final PolicyOptions policy = new PolicyOptions();

  StoreCommand(String name, Map<String, String> environment, String... description) {
    super(name, description);
    this.environment = environment;
    spec().usageMessage().abbreviateSynopsis(true);
    store.addTo(spec());
    policy.addTo(spec());
  }

  /** Overrides whether progress is shown. */
  final void seen(boolean whether) {
    seen = () -> whether;
  }

  abstract Question question();

  /**
   * Asks a running proxy.
   *
   * @throws IOException if a file of this command could not be read or written
   */
  void ask(AdminAddress running, Question question, AnswerSink answers, ProgressLine progress)
      throws AdminClient.NoAnswerException, TransferException, IOException {
    AdminClient.ask(running, question, answers);
  }

  /**
   * Asks the tools of an open store.
   *
   * @throws IOException if a file of this command could not be read or written
   */
  void ask(Tools tools, Question question, AnswerSink answers, ProgressLine progress)
      throws TransferException, IOException {
    tools.answer(question, answers);
  }

  /** The bound in bytes of a new store if there is none; empty to begin none. */
  OptionalLong begins() {
    return OptionalLong.empty();
  }

  /** Prints the answers. */
  abstract Printer printer();

  /** Prints an answer of one object: as JSON if the option says so, or else as that text. */
  final Printer telling(Consumer<JsonNode> text) {
    return isJson() ? Printer.pretty(out()) : Printer.of(out(), text);
  }

  @Override
  public final Integer call() throws StartException {
    Printer printer = printer();
    ProgressLine progress = new ProgressLine(err(), !isJson() && seen.getAsBoolean());
    try {
      store.ask(environment, new Asked(checked(question()), printer, progress));
      return printer.exitCode();
    } catch (TransferException e) {
      if (e.side() == Side.CLIENT) {
        return ExitCode.FAILED; // the reader has gone, as head does
      }
      throw new StartException(StartException.Cause.DISK, e.explanation(), e);
    } finally {
      progress.clear();
    }
  }

  private Question checked(Question question) {
    try {
      question.check();
      return question;
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private static StartException failed(@Nullable Throwable e) {
    String message = e == null ? "It cannot be read or written" : String.valueOf(e.getMessage());
    return new StartException(StartException.Cause.DISK, message, e);
  }

  final boolean isJson() {
    return store.json.get();
  }

  final void say(String sentence) {
    err().println("larder: " + sentence);
  }

  /** Passes answers on, and shows progress on a line. */
  private record Watched(AnswerSink answers, ProgressLine line) implements AnswerSink {
    @Override
    public void item(JsonNode item) throws TransferException {
      answers.item(item);
    }

    @Override
    public void progress(long done, long of) {
      line.at(done, of);
    }

    @Override
    public void result(JsonNode result) throws TransferException {
      line.clear();
      answers.result(result);
    }
  }

  /** Asks a proxy, or else the store in the folder. */
  private final class Asked implements StoreOptions.Asking<Boolean, TransferException> {
    private final Question question;
    private final AnswerSink answers;
    private final ProgressLine progress;

    private Asked(Question question, AnswerSink answers, ProgressLine progress) {
      this.question = question;
      this.answers = new Watched(answers, progress);
      this.progress = progress;
    }

    @Override
    public Boolean proxy(AdminAddress running)
        throws StartException, AdminClient.NoAnswerException, TransferException {
      try {
        StoreCommand.this.ask(running, question, answers, progress);
        return true;
      } catch (IOException e) {
        throw failed(e);
      }
    }

    @Override
    public Boolean folder(Path atRest) throws StartException, TransferException {
      CachePolicy deciding = new SettingsReader(line(), environment, 0).deciding(policy);
      try {
        StoppedStore.use(
            atRest,
            deciding,
            InstantSource.system(),
            begins(),
            tools -> {
              try {
                StoreCommand.this.ask(tools, question, answers, progress);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
        return true;
      } catch (UncheckedIOException e) {
        throw failed(e.getCause());
      } catch (IllegalArgumentException e) {
        throw wrong(String.valueOf(e.getMessage()));
      }
    }
  }
}
