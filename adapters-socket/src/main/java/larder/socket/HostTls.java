package larder.socket;

import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;

/** Certificates for hosts whose TLS ends here. Safe for all threads. */
@FunctionalInterface
public interface HostTls {
  /**
   * What a client is shown that means that host.
   *
   * @param host a name without a final dot, or an address without brackets
   * @throws GeneralSecurityException if there is no certificate for it
   */
  SSLContext of(String host) throws GeneralSecurityException;
}
