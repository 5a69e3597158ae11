package larder.socket;

import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;

/** Supplies certificates for hosts whose TLS we terminate. Safe for all threads. */
@FunctionalInterface
public interface HostTls {
  /**
   * The context for a connection from a client that asks for the host.
   *
   * @param host a name without a final dot, or an address without brackets
   * @throws GeneralSecurityException if there is no certificate for it
   */
  SSLContext of(String host) throws GeneralSecurityException;
}
