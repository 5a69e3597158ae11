package larder.app.log;

import java.text.MessageFormat;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/**
 * Where all parts, the libraries and the JDK log to; the JDK finds it in the description of this
 * module. Any thread.
 */
public class MessageLoggers extends System.LoggerFinder {
  /**
   * The same. Where there is only one, the JDK looks through all libraries for a second, which is a
   * fifth of a start (docs/decisions/045); it uses the first.
   */
  public static final class Twin extends MessageLoggers {}

  @Override
  public final System.Logger getLogger(String name, Module module) {
    return new MessageLogger(name);
  }

  private record MessageLogger(String name) implements System.Logger {
    @Override
    public String getName() {
      return name;
    }

    @Override
    public boolean isLoggable(Level level) {
      return Messages.areSaid(name, level);
    }

    @Override
    public void log(
        Level level, @Nullable ResourceBundle bundle, String message, @Nullable Throwable thrown) {
      if (isLoggable(level)) {
        Messages.say(level, found(bundle, message), thrown);
      }
    }

    @Override
    public void log(
        Level level,
        @Nullable ResourceBundle bundle,
        String format,
        @Nullable Object @Nullable ... parameters) {
      if (isLoggable(level)) {
        Messages.say(level, formatted(found(bundle, format), parameters), null);
      }
    }
  }

  static String found(@Nullable ResourceBundle bundle, String message) {
    try {
      return bundle == null ? message : bundle.getString(message);
    } catch (MissingResourceException e) {
      return message;
    }
  }

  /** What is no format after all is said as it stands. */
  static String formatted(String format, @Nullable Object @Nullable ... parameters) {
    if (parameters == null || parameters.length == 0) {
      return format;
    }
    try {
      return MessageFormat.format(format, parameters);
    } catch (IllegalArgumentException e) {
      return format;
    }
  }
}
