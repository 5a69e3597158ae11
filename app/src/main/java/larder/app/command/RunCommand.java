package larder.app.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import larder.app.Larder;
import larder.app.Settings;
import larder.app.StartException;
import larder.app.Surroundings;
import larder.app.log.AccessLog;
import larder.app.log.Messages;
import larder.app.run.Child;
import larder.app.run.ChildEnvironment;
import larder.app.run.NoProxy;
import larder.app.run.NotStartedException;
import larder.app.run.ProxyAddress;
import larder.app.run.Run;
import larder.app.run.RunText;
import larder.app.run.Trust;
import larder.app.run.TrustFolder;
import larder.forwarding.ExchangeLog;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code larder run -- command}: a proxy for one command and its children. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    abbreviateSynopsis = true,
    description = {
      "Runs a command behind a proxy of its own, and says what that saved.",
      "The command and its children are told by variables of their environment."
    },
    footer = {
      "",
      "@|bold Exit codes|@",
      "  The command's own; 3 for --fail-on, 125 if Larder failed, 126 if the command cannot be",
      "  executed, 127 if there is none.",
      "",
      "@|bold Examples|@",
      "  larder run -- npm ci",
      "  larder run --intercept=registry.example.org -- npm ci",
      "  larder run --offline -- mvn verify",
      "  larder run --fail-on=egress --summary=\"$GITHUB_STEP_SUMMARY\" -- make"
    })
final class RunCommand implements Callable<Integer> {
  private static final Duration LAST_EXCHANGES = Duration.ofSeconds(5);

  private final Map<String, String> environment;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private final RunOptions options = new RunOptions();
  @Mixin private final ChildOptions child = new ChildOptions();
  @Mixin private final ProxyOptions proxy = new ProxyOptions();
  @Mixin private final LogOptions log = new LogOptions();

  @Parameters(
      paramLabel = "COMMAND",
      arity = "1..*",
      description = "What is run, and its arguments.")
  private List<String> command = List.of();

  RunCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    Messages.set(log.verbose);
    try {
      Settings settings =
          new SettingsReader(spec.commandLine(), environment, Runtime.getRuntime().maxMemory())
              .readForOneCommand(proxy);
      AccessLog accessLog = AccessLogs.open(log);
      try {
        return run(settings, accessLog);
      } finally {
        if (accessLog != null) {
          accessLog.close();
        }
      }
    } catch (StartException e) {
      say(String.valueOf(e.getMessage()));
      return ExitCode.RUN_FAILED;
    }
  }

  private int run(Settings settings, @Nullable AccessLog accessLog) throws StartException {
    ExchangeLog exchanges = accessLog == null ? conclusion -> {} : accessLog;
    try (Larder larder = Larder.start(settings, exchanges, Surroundings.real())) {
      long start = System.nanoTime();
      int exitCode = runTrusting(larder);
      Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
      larder.drain(LAST_EXCHANGES);
      return conclude(new Run(command, exitCode, elapsed, larder.counts()));
    } catch (NotStartedException e) {
      say(String.valueOf(e.getMessage()));
      return e.isMissing() ? ExitCode.NOT_FOUND : ExitCode.NOT_EXECUTABLE;
    }
  }

  /** Where something is intercepted, the child has to trust who vouches for it. */
  private int runTrusting(Larder larder) throws NotStartedException, StartException {
    if (larder.authority().isEmpty()) {
      return runChild(larder, null);
    }
    try (TrustFolder files = TrustFolder.temporary(larder.authority().get(), environment)) {
      return runChild(larder, files.trust());
    } catch (IOException e) {
      throw new StartException(
          StartException.Cause.DISK,
          "What the command is to trust cannot be written down (" + e.getMessage() + ")",
          e);
    }
  }

  private int runChild(Larder larder, @Nullable Trust trust) throws NotStartedException {
    NoProxy past =
        child.noProxy == null ? NoProxy.usual(Variables.noProxy(environment)) : child.noProxy;
    Map<String, String> added =
        ChildEnvironment.of(
            new ProxyAddress("127.0.0.1", larder.port()), past, environment, trust, !child.noJava);
    try (PassedSignals signals = PassedSignals.begin()) {
      Child started = Child.start(command, environment, added);
      signals.passTo(started);
      return started.awaitEnd();
    }
  }

  private int conclude(Run run) throws StartException {
    if (!log.quiet) {
      RunText.lines(run).forEach(this::say);
    }
    Reports.write(run, options);
    List<String> violations = run.violations(options.failOn);
    if (violations.isEmpty()) {
      return run.exitCode();
    }
    say("Unwanted (--fail-on): " + String.join(", ", violations) + ".");
    return run.exitCode() == 0 ? ExitCode.VIOLATION : run.exitCode();
  }

  private void say(String what) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("larder: " + what);
  }
}
