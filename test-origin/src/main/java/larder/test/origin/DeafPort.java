package larder.test.origin;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A port on which nothing listens, at any address, and which no other program can take meanwhile.
 */
public final class DeafPort implements AutoCloseable {
  private final Socket socket = new Socket();

  /** Reserves a free port. */
  public DeafPort() throws IOException {
    socket.bind(new InetSocketAddress(0));
  }

  public int port() {
    return socket.getLocalPort();
  }

  /** The port on this machine's loopback address. */
  public InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port());
  }

  /** As {@code host:port}. */
  public String authority() {
    return "127.0.0.1:" + port();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
