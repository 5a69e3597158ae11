package larder.app.log;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/** What the program says about itself: one line a message, on the standard error. Any thread. */
public final class Messages {
  /** HikariCP tells of each start and stop. */
  private static final String POOL = "com.zaxxer.hikari";

  private static volatile boolean verbose;

  private Messages() {}

  /**
   * What is said from now on, by the whole process; before, what is said without {@code verbose}.
   *
   * @param verbose more messages, and stack traces
   */
  public static void set(boolean verbose) {
    Messages.verbose = verbose;
  }

  /** Whether messages of that level are said, of what has that name. */
  static boolean areSaid(String logger, Level level) {
    return areSaid(logger, level, verbose);
  }

  static boolean areSaid(String logger, Level level, boolean verbose) {
    Level least = verbose && !logger.startsWith(POOL) ? Level.INFO : Level.WARNING;
    return level != Level.OFF && level.getSeverity() >= least.getSeverity();
  }

  /** Says it, in one piece. */
  static void say(Level level, String message, @Nullable Throwable thrown) {
    PrintStream out = System.err;
    out.print(text(level, message, verbose ? thrown : null));
    out.flush();
  }

  /** A line, and the trace of what was thrown. */
  static String text(Level level, String message, @Nullable Throwable thrown) {
    StringWriter text = new StringWriter();
    text.append("larder: ");
    if (level == Level.ERROR) {
      text.append("error: ");
    } else if (level == Level.WARNING) {
      text.append("warning: ");
    }
    text.append(message).append('\n');
    if (thrown != null) {
      thrown.printStackTrace(new PrintWriter(text, true));
    }
    return text.toString();
  }
}
