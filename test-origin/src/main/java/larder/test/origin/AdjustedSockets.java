package larder.test.origin;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.function.Consumer;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLServerSocket;

/** TLS server sockets with other settings than the usual ones. */
public final class AdjustedSockets extends ServerSocketFactory {
  private final ServerSocketFactory usual;
  private final Consumer<SSLServerSocket> adjustment;

  /**
   * @param usual makes the sockets; of a TLS context
   * @param adjustment sets what is to be different
   */
  public AdjustedSockets(ServerSocketFactory usual, Consumer<SSLServerSocket> adjustment) {
    this.usual = usual;
    this.adjustment = adjustment;
  }

  private ServerSocket adjusted(ServerSocket socket) {
    adjustment.accept((SSLServerSocket) socket);
    return socket;
  }

  @Override
  public ServerSocket createServerSocket(int port) throws IOException {
    return adjusted(usual.createServerSocket(port));
  }

  @Override
  public ServerSocket createServerSocket(int port, int backlog) throws IOException {
    return adjusted(usual.createServerSocket(port, backlog));
  }

  @Override
  public ServerSocket createServerSocket(int port, int backlog, InetAddress address)
      throws IOException {
    return adjusted(usual.createServerSocket(port, backlog, address));
  }
}
