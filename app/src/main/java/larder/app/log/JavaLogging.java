package larder.app.log;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;

/**
 * Passes on what libraries log through {@code java.util.logging}, which most starts do not load. A
 * property names this class, and the {@link LogManager} creates it on its first use.
 */
public final class JavaLogging {
  /** Called by the JDK. */
  public JavaLogging() throws IOException {
    String properties = "handlers=" + ToMessages.class.getName();
    LogManager.getLogManager()
        .readConfiguration(new ByteArrayInputStream(properties.getBytes(ISO_8859_1)));
  }

  /** Created by the JDK. */
  public static final class ToMessages extends Handler {
    @Override
    public void publish(LogRecord message) {
      Level level = level(message.getLevel());
      if (Messages.areSaid(String.valueOf(message.getLoggerName()), level)) {
        Messages.say(level, new SimpleFormatter().formatMessage(message), message.getThrown());
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  static Level level(java.util.logging.Level level) {
    int severity = level.intValue();
    if (severity >= java.util.logging.Level.SEVERE.intValue()) {
      return Level.ERROR;
    }
    if (severity >= java.util.logging.Level.WARNING.intValue()) {
      return Level.WARNING;
    }
    return severity >= java.util.logging.Level.INFO.intValue() ? Level.INFO : Level.DEBUG;
  }
}
