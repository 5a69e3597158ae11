package larder.app.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import larder.app.Larder;
import larder.app.Settings;
import larder.app.StartException;
import larder.app.Surroundings;
import larder.app.log.AccessLog;
import larder.app.log.Messages;
import larder.forwarding.ExchangeLog;
import org.jspecify.annotations.Nullable;

/** {@code larder serve}: serves until it is stopped. */
class ServeCommand extends Command {
  private final Map<String, String> environment;
  private final ServeOptions options = new ServeOptions();
  private final LogOptions log = new LogOptions();

  ServeCommand(Map<String, String> environment) {
    this("serve", environment, "Serves, as larder does without a command.");
  }

  ServeCommand(String name, Map<String, String> environment, String description) {
    super(name, description);
    this.environment = environment;
    spec().usageMessage().abbreviateSynopsis(true);
    options.addTo(spec());
    log.addTo(spec());
  }

  @Override
  public Integer call() throws StartException {
    Messages.set(log.verbose.get());
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
        new SettingsReader(line(), environment, Runtime.getRuntime().maxMemory());
    return reader.read(options, PortQuestion.terminal());
  }

  private GuestReader guests() {
    return new GuestReader(line().getParseResult(), environment, Runtime.getRuntime().maxMemory());
  }

  private int serve(Settings settings, @Nullable AccessLog accessLog) throws StartException {
    Signals signals = Signals.handle(accessLog == null ? () -> {} : accessLog::reopen);
    ExchangeLog exchanges = accessLog == null ? conclusion -> {} : accessLog;
    try (Larder larder = Larder.start(settings, exchanges, Surroundings.real(), guests())) {
      signals.onReload(larder::reload);
      writePortFile(larder);
      int exitCode;
      try {
        say(new Banner(settings, larder));
        warnOfIgnoredHangup(signals);
        exitCode = signals.awaitStop();
      } finally {
        removePortFile(larder);
      }
      larder.drain(options.listen.drain.get());
      return exitCode;
    }
  }

  private void say(Banner banner) {
    PrintWriter err = err();
    banner.warnings().forEach(warning -> err.println("larder: warning: " + warning));
    if (!log.quiet.get()) {
      banner.lines().forEach(err::println);
    }
  }

  /** {@code nohup} ignores HUP, and log rotation would silently lose lines. */
  private void warnOfIgnoredHangup(Signals signals) {
    boolean certificate = options.listen.certificate.get() != null;
    if (signals.isHangupIgnored() && (certificate || log.accessLog.get() != null)) {
      err()
          .println(
              "larder: warning: HUP is ignored, because it was when Larder was started (nohup):"
                  + " USR1 reopens the access log"
                  + (certificate ? ", and the certificate is not read again" : ""));
    }
  }

  private void writePortFile(Larder larder) throws StartException {
    Path file = options.listen.portFile.get();
    if (file == null) {
      return;
    }
    try {
      new PortFile(file, larder.port()).write();
    } catch (IOException e) {
      throw new StartException(
          StartException.Cause.DISK,
          "The port file " + file + " cannot be written: choose another",
          e);
    }
  }

  /** Runs before the port is released, so that no other process can have written the file. */
  private void removePortFile(Larder larder) {
    Path file = options.listen.portFile.get();
    if (file != null) {
      try {
        new PortFile(file, larder.port()).remove();
      } catch (IOException e) {
        err().println("larder: warning: " + file + " stays behind");
      }
    }
  }
}
