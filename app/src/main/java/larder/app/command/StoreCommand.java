package larder.app.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Callable;
import larder.app.Policies;
import larder.app.StartException;
import larder.app.StoppedStore;
import larder.app.admin.AdminAddress;
import larder.app.admin.AdminClient;
import larder.app.upkeep.Answers;
import larder.app.upkeep.Question;
import larder.caching.CachePolicy;
import larder.http.TransferException;
import larder.http.TransferException.Side;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** One of {@code larder cache}: asks a question about a store, whoever has it open. */
abstract class StoreCommand implements Callable<Integer> {
  private final Map<String, String> environment;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private final StoreOptions store = new StoreOptions();
  @Mixin private final PolicyOptions policy = new PolicyOptions();

  StoreCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  /** What is asked. */
  abstract Question question();

  /** What is made of the answers. */
  abstract Printer printer();

  @Override
  public final Integer call() throws StartException {
    Printer printer = printer();
    try {
      store.ask(environment, new Asked(question(), printer));
      return printer.exitCode();
    } catch (TransferException e) {
      if (e.side() == Side.CLIENT) {
        return ExitCode.FAILED; // who reads it has gone, as head does
      }
      throw new StartException(StartException.Cause.DISK, e.explanation(), e);
    }
  }

  final boolean isJson() {
    return store.json;
  }

  final PrintWriter out() {
    return spec.commandLine().getOut();
  }

  final void say(String sentence) {
    spec.commandLine().getErr().println("larder: " + sentence);
  }

  /** Whoever can answer. */
  private final class Asked implements StoreOptions.Asking<Boolean, TransferException> {
    private final Question question;
    private final Answers answers;

    private Asked(Question question, Answers answers) {
      this.question = question;
      this.answers = answers;
    }

    @Override
    public Boolean proxy(AdminAddress running) throws StartException, TransferException {
      try {
        AdminClient.ask(running, question, answers);
        return true;
      } catch (AdminClient.NoAnswerException e) {
        throw new StartException(StartException.Cause.IN_USE, String.valueOf(e.getMessage()), e);
      }
    }

    @Override
    public Boolean folder(Path atRest) throws StartException, TransferException {
      CachePolicy deciding =
          Policies.of(
              new SettingsReader(spec.commandLine(), environment, 0).policy(policy),
              policy.offline);
      try {
        StoppedStore.answer(atRest, deciding, InstantSource.system(), question, answers);
        return true;
      } catch (IllegalArgumentException e) {
        throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
      }
    }
  }
}
