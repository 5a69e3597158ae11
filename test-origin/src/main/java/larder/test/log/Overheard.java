package larder.test.log;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** The messages of a logger until this is closed. */
public final class Overheard implements AutoCloseable {
  private final List<String> said = new CopyOnWriteArrayList<>();
  private final Logger logger;
  private final boolean alone;
  private final Handler ear;

  private Overheard(Logger logger, boolean alone, Predicate<String> of) {
    this.logger = logger;
    this.alone = alone;
    this.ear =
        new Handler() {
          @Override
          public void publish(LogRecord message) {
            String text = new SimpleFormatter().formatMessage(message);
            if (of.test(text)) {
              said.add(text);
            }
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    logger.addHandler(ear);
    if (alone) {
      logger.setUseParentHandlers(false);
    }
  }

  /** Collects the messages that contain that text: other tests may log at the same time. */
  public static Overheard of(String logger, String with) {
    return new Overheard(Logger.getLogger(logger), false, text -> text.contains(with));
  }

  /** Collects all messages of the logger, and keeps them from its parent's handlers. */
  public static Overheard alone(String logger) {
    return new Overheard(Logger.getLogger(logger), true, text -> true);
  }

  /** The messages in their order. */
  public List<String> said() {
    return said;
  }

  @Override
  public void close() {
    logger.removeHandler(ear);
    if (alone) {
      logger.setUseParentHandlers(true);
    }
  }
}
