package larder.app.command;

import larder.app.log.JavaLogging;
import org.jspecify.annotations.Nullable;

/** Sets system properties that spare the JDK a search. */
final class JavaProperties {
  private static final String LOGGING_CLASS = "java.util.logging.config.class";
  private static final String LOGGING_FILE = "java.util.logging.config.file";
  private static final String SELECTORS = "java.nio.channels.spi.SelectorProvider";
  private static final String EPOLL = "sun.nio.ch.EPollSelectorProvider";
  private static final String HTTP_SERVERS = "com.sun.net.httpserver.HttpServerProvider";
  private static final String JAVAS_OWN = "sun.net.httpserver.DefaultHttpServerProvider";

  private JavaProperties() {}

  /** Called once at the start; properties that are already set stay. */
  static void set() {
    if (System.getProperty(LOGGING_CLASS) == null && System.getProperty(LOGGING_FILE) == null) {
      System.setProperty(LOGGING_CLASS, JavaLogging.class.getName());
    }
    name(SELECTORS, EPOLL, null); // exists only on Linux
    name(HTTP_SERVERS, JAVAS_OWN, ClassLoader.getPlatformClassLoader());
  }

  /** Names the provider: otherwise the JDK asks all libraries for one (045). */
  private static void name(String property, String provider, @Nullable ClassLoader loader) {
    if (System.getProperty(property) == null && isThere(provider, loader)) {
      System.setProperty(property, provider);
    }
  }

  /** A later JDK may lack it. */
  private static boolean isThere(String provider, @Nullable ClassLoader loader) {
    try {
      var _ = Class.forName(provider, false, loader).getConstructor();
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }
}
