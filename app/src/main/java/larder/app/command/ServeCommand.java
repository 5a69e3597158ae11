package larder.app.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.Callable;
import larder.app.Larder;
import larder.app.Settings;
import larder.app.StartException;
import larder.app.Surroundings;
import larder.app.log.AccessLog;
import larder.app.log.Messages;
import larder.forwarding.ExchangeLog;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code larder serve}: serves until it is told to stop. */
@Command(
    name = "serve",
    addMethodSubcommands = false,
    mixinStandardHelpOptions = true,
    sortOptions = false,
    abbreviateSynopsis = true,
    description = "Serves, as larder does without a command.")
class ServeCommand implements Callable<Integer> {
  private final Map<String, String> environment;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private final ServeOptions options = new ServeOptions();
  @Mixin private final LogOptions log = new LogOptions();

  ServeCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws StartException {
    Messages.set(log.verbose);
    Settings settings = settings();
    AccessLog accessLog = AccessLogs.open(log);
    try {
      return serve(settings, accessLog);
    } finally {
      if (accessLog != null) {
        accessLog.close();
      }
    }
  }

  Settings settings() {
    SettingsReader reader =
        new SettingsReader(spec.commandLine(), environment, Runtime.getRuntime().maxMemory());
    return reader.read(options, PortQuestion.terminal());
  }

  private GuestReader guests() {
    return new GuestReader(
        spec.commandLine().getParseResult(), environment, Runtime.getRuntime().maxMemory());
  }

  private int serve(Settings settings, @Nullable AccessLog accessLog) throws StartException {
    Signals signals = Signals.handle(accessLog == null ? () -> {} : accessLog::reopen);
    ExchangeLog exchanges = accessLog == null ? conclusion -> {} : accessLog;
    try (Larder larder = Larder.start(settings, exchanges, Surroundings.real(), guests())) {
      signals.onReload(larder::reload);
      writePortFile(larder);
      say(new Banner(settings, larder));
      int exitCode = signals.awaitStop();
      larder.drain(options.listen.drain);
      return exitCode;
    } finally {
      removePortFile();
    }
  }

  private void say(Banner banner) {
    PrintWriter err = spec.commandLine().getErr();
    banner.warnings().forEach(warning -> err.println("larder: warning: " + warning));
    if (!log.quiet) {
      banner.lines().forEach(err::println);
    }
  }

  private void writePortFile(Larder larder) throws StartException {
    Path file = options.listen.portFile;
    if (file == null) {
      return;
    }
    try { // whoever waits for the file must not read half a number
      Path temporary = Files.createTempFile(file.toAbsolutePath().getParent(), ".port", null);
      Files.writeString(temporary, larder.port() + "\n");
      Files.move(
          temporary, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new StartException(
          StartException.Cause.DISK,
          "The port file " + file + " cannot be written: choose another",
          e);
    }
  }

  private void removePortFile() {
    if (options.listen.portFile != null) {
      try {
        Files.deleteIfExists(options.listen.portFile);
      } catch (IOException e) {
        spec.commandLine()
            .getErr()
            .println("larder: warning: " + options.listen.portFile + " stays behind");
      }
    }
  }
}
