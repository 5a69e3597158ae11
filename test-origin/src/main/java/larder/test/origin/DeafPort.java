package larder.test.origin;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A port that nobody listens on, at any address, and that nobody else gets meanwhile. */
public final class DeafPort implements AutoCloseable {
  private final Socket socket = new Socket();

  /** Finds one that is free. */
  public DeafPort() throws IOException {
    socket.bind(new InetSocketAddress(0));
  }

  public int port() {
    return socket.getLocalPort();
  }

  /** As an address of this machine. */
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
