package larder.app.log;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What the program says about itself: one line a message, on the standard error. */
public final class Messages {
  /** Held on to: a logger that nobody holds forgets its level. */
  private static final Logger POOL = Logger.getLogger("com.zaxxer.hikari");

  private Messages() {}

  /**
   * Sets up the logging of the whole process.
   *
   * @param verbose more messages, and stack traces
   */
  public static void set(boolean verbose) {
    Logger root = Logger.getLogger("");
    for (Handler handler : root.getHandlers()) {
      root.removeHandler(handler);
    }
    ConsoleHandler handler = new ConsoleHandler();
    handler.setLevel(Level.ALL);
    handler.setFormatter(new OneLine(verbose));
    root.addHandler(handler);
    root.setLevel(verbose ? Level.INFO : Level.WARNING);
    POOL.setLevel(Level.WARNING);
  }

  private static final class OneLine extends Formatter {
    private final boolean traces;

    OneLine(boolean traces) {
      this.traces = traces;
    }

    @Override
    public String format(LogRecord message) {
      StringBuilder text = new StringBuilder("larder: ");
      if (message.getLevel().intValue() >= Level.SEVERE.intValue()) {
        text.append("error: ");
      } else if (message.getLevel().intValue() >= Level.WARNING.intValue()) {
        text.append("warning: ");
      }
      text.append(formatMessage(message)).append('\n');
      Throwable thrown = message.getThrown();
      if (thrown != null && traces) {
        var trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace, true));
        text.append(trace);
      }
      return text.toString();
    }
  }
}
