package larder.app;

import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import larder.fault.Seldom;

/** Logs when the trusted authorities cannot be loaded. Safe for all threads. */
final class WatchedTrust implements Supplier<SSLContext> {
  private static final System.Logger LOG = System.getLogger("larder.tls");

  private final Supplier<SSLContext> trust;
  private final Seldom seldom = new Seldom(Duration.ofMinutes(1));

  WatchedTrust(Supplier<SSLContext> trust) {
    this.trust = trust;
  }

  @Override
  public SSLContext get() {
    try {
      return trust.get();
    } catch (UncheckedIOException e) {
      if (seldom.happened(System.nanoTime()) > 0) {
        LOG.log(Level.ERROR, () -> "No origin is reached inside TLS: " + e.getMessage());
      }
      throw e;
    }
  }
}
