package larder.app.machine;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import larder.http.IpAddress;

/** The network interfaces of this machine. */
public final class Interfaces {
  private Interfaces() {}

  /** All of their addresses, without any lookup; only loopback if they cannot be determined. */
  public static List<IpAddress> addresses() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .map(address -> IpAddress.of(address.getAddress()))
          .toList();
    } catch (SocketException e) {
      return List.of(IpAddress.of(InetAddress.getLoopbackAddress().getAddress()));
    }
  }
}
