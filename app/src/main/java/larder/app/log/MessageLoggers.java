package larder.app.log;

import java.text.MessageFormat;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/**
 * Receives the log messages of Larder, the libraries and the JDK. The JDK finds it in the module
 * description. Safe for all threads.
 */
public class MessageLoggers extends System.LoggerFinder {
  /**
   * The same. If there is only one finder, the JDK searches all libraries for a second, which takes
   * a fifth of a start (docs/decisions/045); it uses the first.
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

  /** Text that is no valid format is left as it is. */
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
