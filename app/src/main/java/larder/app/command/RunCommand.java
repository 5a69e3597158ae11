package larder.app.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import larder.app.Settings;
import larder.app.StartException;
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
import larder.app.statistics.Counts;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code larder run -- command}: a proxy for one command and its children. */
final class RunCommand extends Command {
  private final Map<String, String> environment;
  private final RunOptions options = new RunOptions();
  private final ChildOptions child = new ChildOptions();
  private final ProxyOptions proxy = new ProxyOptions();
  private final LogOptions log = new LogOptions();

  private final Choice<List<String>> command =
      operands(
          PositionalParamSpec.builder()
              .paramLabel("COMMAND")
              .arity("1..*")
              .description("The command to run, and its arguments."));

  RunCommand(Map<String, String> environment) {
    super(
        "run",
        "Runs a command behind a proxy of its own, or behind the running one that uses the cache"
            + " folder, and reports what that saved.",
        "Variables of the environment tell the command and its children where the proxy is.");
    this.environment = environment;
    options.addTo(spec());
    child.addTo(spec());
    proxy.addTo(spec());
    log.addTo(spec());
    spec()
        .usageMessage()
        .abbreviateSynopsis(true)
        .footer(
            "",
            "@|bold Exit codes|@",
            "  The command's own; 3 for --fail-on, 125 if Larder failed, 126 if the command",
            "  cannot be executed, 127 if there is none.",
            "",
            "@|bold Examples|@",
            "  larder run -- npm ci",
            "  larder run --intercept=registry.example.org -- npm ci",
            "  larder run --offline --intercept=repository.example.org -- mvn verify",
            "  larder run --fail-on=egress --summary=\"$GITHUB_STEP_SUMMARY\" -- make");
  }

  @Override
  public Integer call() {
    Messages.set(log.verbose.get());
    try {
      Settings settings =
          new SettingsReader(line(), environment, Runtime.getRuntime().maxMemory())
              .readForOneCommand(proxy);
      return run(settings);
    } catch (StartException e) {
      say(String.valueOf(e.getMessage()));
      return ExitCode.RUN_FAILED;
    }
  }

  private int run(Settings settings) throws StartException {
    try (ProxyForRun behind = behind(settings)) {
      Banner.warnings(settings.caching().policy()).forEach(each -> say("warning: " + each));
      long start = System.nanoTime();
      int exitCode = runTrusting(behind);
      Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
      return conclude(behind, exitCode, elapsed);
    } catch (NotStartedException e) {
      say(String.valueOf(e.getMessage()));
      return e.isMissing() ? ExitCode.NOT_FOUND : ExitCode.NOT_EXECUTABLE;
    }
  }

  /** A proxy for this command only; or, if a running proxy holds the folder, that one. */
  private ProxyForRun behind(Settings settings) throws StartException {
    try {
      return OwnProxy.start(settings, log);
    } catch (StartException e) {
      if (e.why() == StartException.Cause.IN_USE
          && settings.caching().store() instanceof Settings.OnDisk disk) {
        return RunningProxy.of(disk.folder(), line(), environment, e);
      }
      throw e;
    }
  }

  /** Begins before the trust files are written, so that no signal leaves them behind. */
  private int runTrusting(ProxyForRun behind) throws NotStartedException, StartException {
    try (PassedSignals signals = PassedSignals.begin()) {
      return runTrusting(behind, signals);
    }
  }

  /** If hosts are intercepted, the child must trust their authority. */
  private int runTrusting(ProxyForRun behind, PassedSignals signals)
      throws NotStartedException, StartException {
    String authority = behind.authority();
    if (authority == null) {
      return runChild(behind, null, signals);
    }
    try (TrustFolder files = TrustFolder.temporary(authority, environment)) {
      return runChild(behind, files.trust(), signals);
    } catch (IOException e) {
      throw new StartException(
          StartException.Cause.DISK,
          "What the command is to trust cannot be written down (" + e.getMessage() + ")",
          e);
    }
  }

  private int runChild(ProxyForRun behind, @Nullable Trust trust, PassedSignals signals)
      throws NotStartedException {
    NoProxy past = child.past(environment);
    Map<String, String> added =
        ChildEnvironment.of(
            new ProxyAddress("127.0.0.1", behind.port()),
            past,
            environment,
            trust,
            !child.noJava.get());
    Child started = Child.start(command.get(), environment, added);
    signals.passTo(started);
    return started.awaitEnd();
  }

  private int conclude(ProxyForRun behind, int exitCode, Duration elapsed) throws StartException {
    Counts counts;
    try {
      counts = behind.conclude();
    } catch (StartException e) {
      say(String.valueOf(e.getMessage()));
      return exitCode == 0 && needsCounts() ? ExitCode.RUN_FAILED : exitCode;
    }
    Run run = new Run(command.get(), exitCode, elapsed, counts);
    if (!log.quiet.get()) {
      RunText.lines(run).forEach(this::say);
      behind.remarks().forEach(this::say);
    }
    Reports.write(run, options);
    List<String> violations = run.violations(options.failOn.get());
    if (violations.isEmpty()) {
      return run.exitCode();
    }
    say("Unwanted (--fail-on): " + String.join(", ", violations) + ".");
    return run.exitCode() == 0 ? ExitCode.VIOLATION : run.exitCode();
  }

  /** Whether the counts are used. */
  private boolean needsCounts() {
    return !options.failOn.get().isEmpty()
        || options.json.get() != null
        || options.summary.get() != null;
  }

  private void say(String what) {
    PrintWriter err = err();
    err.println("larder: " + what);
  }
}
