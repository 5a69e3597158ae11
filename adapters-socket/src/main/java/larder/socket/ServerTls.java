package larder.socket;

import javax.net.ssl.SSLContext;

/** The certificate and key that clients are shown. Safe for all threads. */
@FunctionalInterface
public interface ServerTls {
  /** What the next connection is agreed on with; another one once they were changed. */
  SSLContext current();
}
