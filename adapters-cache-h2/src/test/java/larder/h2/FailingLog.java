package larder.h2;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** A log that fails with an error where a message has a text in it, until this is closed. */
final class FailingLog implements AutoCloseable {
  private final Logger logger = Logger.getLogger("larder.h2");
  private final AtomicInteger failed = new AtomicInteger();
  private final Handler handler;

  /**
   * @param text other tests speak meanwhile, and not of this
   */
  FailingLog(String text) {
    handler =
        new Handler() {
          @Override
          public void publish(LogRecord message) {
            if (new SimpleFormatter().formatMessage(message).contains(text)) {
              failed.incrementAndGet();
              throw new InternalError("on purpose");
            }
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    logger.addHandler(handler);
  }

  /** How many messages it has not taken. */
  int failed() {
    return failed.get();
  }

  @Override
  public void close() {
    logger.removeHandler(handler);
  }
}
