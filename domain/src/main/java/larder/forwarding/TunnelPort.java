package larder.forwarding;

import larder.access.Reach;
import larder.http.Authority;
import larder.http.Fields;
import larder.http.TransferException;

/** The way to the far ends of tunnels. Safe for all threads. */
public interface TunnelPort {
  /**
   * Connects, and sends nothing yet (RFC 9110, section 9.3.6).
   *
   * @param via the lines of {@code Via} to send if another proxy has to open the tunnel (RFC 9110,
   *     section 7.6.3)
   * @param reach which addresses may be connected to
   * @throws TransferException with side {@code ORIGIN}
   */
  TunnelEnd open(Authority authority, Fields via, Reach reach) throws TransferException;
}
