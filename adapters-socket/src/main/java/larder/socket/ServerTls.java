package larder.socket;

import javax.net.ssl.SSLContext;

/** Supplies the certificate and key that we show to clients. Safe for all threads. */
@FunctionalInterface
public interface ServerTls {
  /** The context for the next connection; a new one after the certificate or key has changed. */
  SSLContext current();
}
