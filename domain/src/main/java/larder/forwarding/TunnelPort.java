package larder.forwarding;

import larder.http.Authority;
import larder.http.TransferException;

/** The way to the far ends of tunnels. Safe for all threads. */
public interface TunnelPort {
  /**
   * Connects, and sends nothing yet (RFC 9110, section 9.3.6).
   *
   * @throws TransferException with side {@code ORIGIN}
   */
  TunnelEnd open(Authority authority) throws TransferException;
}
