package larder.forwarding;

import larder.access.Reach;
import larder.http.Authority;
import larder.http.TransferException;

/** The way to the far ends of tunnels. Safe for all threads. */
public interface TunnelPort {
  /**
   * Connects, and sends nothing yet (RFC 9110, section 9.3.6).
   *
   * @param reach which addresses may be connected to
   * @throws TransferException with side {@code ORIGIN}
   */
  TunnelEnd open(Authority authority, Reach reach) throws TransferException;
}
