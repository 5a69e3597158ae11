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
  private Messages() {}

  /** Held on to: a logger that nobody holds forgets its level. */
  private static final class Loggers {
    static final Logger ROOT = Logger.getLogger("");
    static final Logger POOL = Logger.getLogger("com.zaxxer.hikari");

    private Loggers() {}

    static void load() {}
  }

  /**
   * Has the JDK load its logging meanwhile: it looks into each library for who might do that for
   * it. Whoever logs before that is done waits for it.
   */
  public static void prepare() {
    Thread.ofPlatform().name("larder-messages").daemon().start(Loggers::load);
  }

  /**
   * Sets up the logging of the whole process.
   *
   * @param verbose more messages, and stack traces
   */
  public static void set(boolean verbose) {
    for (Handler handler : Loggers.ROOT.getHandlers()) {
      Loggers.ROOT.removeHandler(handler);
    }
    ConsoleHandler handler = new ConsoleHandler();
    handler.setLevel(Level.ALL);
    handler.setFormatter(new OneLine(verbose));
    Loggers.ROOT.addHandler(handler);
    Loggers.ROOT.setLevel(verbose ? Level.INFO : Level.WARNING);
    Loggers.POOL.setLevel(Level.WARNING);
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
