package larder.app;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import larder.http.Authority;
import org.jspecify.annotations.Nullable;

/** Tells whether a host and port are our own, without asking a name server. */
final class OwnAddresses {
  private volatile List<InetSocketAddress> listening = List.of();

  /** Known only once it listens. */
  void set(List<InetSocketAddress> addresses, @Nullable InetSocketAddress admin) {
    List<InetSocketAddress> all = new ArrayList<>(addresses);
    if (admin != null) {
      all.add(admin);
    }
    listening = List.copyOf(all);
  }

  boolean include(Authority authority) {
    for (InetSocketAddress own : listening) {
      if (own.getPort() == authority.port() && names(authority, own.getAddress())) {
        return true;
      }
    }
    return false;
  }

  private static boolean names(Authority authority, InetAddress own) {
    String host = authority.hostForLookup();
    boolean loopback =
        host.equals("localhost") || host.equals("::1") || host.matches("127(\\.[0-9]{1,3}){3}");
    boolean ours = own.isLoopbackAddress() || own.isAnyLocalAddress();
    return (loopback && ours) || host.equals(own.getHostAddress());
  }
}
