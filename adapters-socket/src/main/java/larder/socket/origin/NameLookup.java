package larder.socket.origin;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Finds the addresses of a host. */
@FunctionalInterface
public interface NameLookup {
  /** The lookup of the operating system. */
  NameLookup SYSTEM = InetAddress::getAllByName;

  /**
   * Looks a name up. Called on a thread that may block.
   *
   * @param host never an address
   * @throws UnknownHostException if the name has no address
   */
  InetAddress[] lookup(String host) throws UnknownHostException;
}
