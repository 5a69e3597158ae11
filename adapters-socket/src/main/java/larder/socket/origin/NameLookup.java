package larder.socket.origin;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Finds the addresses of a host. */
@FunctionalInterface
public interface NameLookup {
  /** What the system does. */
  NameLookup SYSTEM = InetAddress::getAllByName;

  /**
   * Called on a thread where it may block.
   *
   * @param host never an address
   * @throws UnknownHostException if there is none
   */
  InetAddress[] lookup(String host) throws UnknownHostException;
}
