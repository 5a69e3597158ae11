package larder.app.command;

import larder.app.log.JavaLogging;

/** What Java is told by properties, before it looks for it by itself. */
final class JavaProperties {
  private static final String LOGGING_CLASS = "java.util.logging.config.class";
  private static final String LOGGING_FILE = "java.util.logging.config.file";
  private static final String SELECTORS = "java.nio.channels.spi.SelectorProvider";
  private static final String EPOLL = "sun.nio.ch.EPollSelectorProvider";

  private JavaProperties() {}

  /** Once, at the start; what somebody said already stands. */
  static void set() {
    if (System.getProperty(LOGGING_CLASS) == null && System.getProperty(LOGGING_FILE) == null) {
      System.setProperty(LOGGING_CLASS, JavaLogging.class.getName());
    }
    if (System.getProperty(SELECTORS) == null && hasEpoll()) {
      System.setProperty(SELECTORS, EPOLL); // or all libraries are asked for others (045)
    }
  }

  /** Not on other systems than Linux, and perhaps not in a JDK to come. */
  private static boolean hasEpoll() {
    try {
      var _ = Class.forName(EPOLL, false, null).getConstructor();
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }
}
