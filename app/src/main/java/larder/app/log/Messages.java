package larder.app.log;

import java.io.PrintStream;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/** The messages of the program: one line each, on the standard error. Safe for all threads. */
public final class Messages {
  /** HikariCP reports each start and stop. */
  private static final String POOL = "com.zaxxer.hikari";

  private static final int MOST_CAUSES = 10;

  private static volatile boolean verbose;

  private Messages() {}

  /**
   * Sets what the whole process prints; until then, it prints as if not {@code verbose}.
   *
   * @param verbose more messages, and stack traces
   */
  public static void set(boolean verbose) {
    Messages.verbose = verbose;
  }

  /** Whether messages of that logger and level are printed. */
  static boolean areSaid(String logger, Level level) {
    return areSaid(logger, level, verbose);
  }

  static boolean areSaid(String logger, Level level, boolean verbose) {
    Level least = verbose && !logger.startsWith(POOL) ? Level.INFO : Level.WARNING;
    return level != Level.OFF && level.getSeverity() >= least.getSeverity();
  }

  /** Prints the message in one piece. */
  static void say(Level level, String message, @Nullable Throwable thrown) {
    PrintStream out = System.err;
    out.print(text(level, message, verbose ? thrown : null));
    out.flush();
  }

  /**
   * A line, and the stack trace. A message may contain foreign text, so nothing in it can end the
   * line or control the terminal.
   */
  static String text(Level level, String message, @Nullable Throwable thrown) {
    StringBuilder text = new StringBuilder();
    text.append("larder: ");
    if (level == Level.ERROR) {
      text.append("error: ");
    } else if (level == Level.WARNING) {
      text.append("warning: ");
    }
    text.append(LogText.line(message)).append('\n');
    if (thrown != null) {
      trace(text, "", thrown, MOST_CAUSES);
    }
    return text.toString();
  }

  /** As Java prints it, but with safe messages. */
  private static void trace(StringBuilder text, String how, Throwable thrown, int most) {
    text.append(how).append(LogText.line(thrown.toString())).append('\n');
    for (StackTraceElement frame : thrown.getStackTrace()) {
      text.append("\tat ").append(frame).append('\n');
    }
    if (most == 0) {
      return; // the causes may form a cycle
    }
    for (Throwable suppressed : thrown.getSuppressed()) {
      trace(text, "Suppressed: ", suppressed, most - 1);
    }
    if (thrown.getCause() != null) {
      trace(text, "Caused by: ", thrown.getCause(), most - 1);
    }
  }
}
