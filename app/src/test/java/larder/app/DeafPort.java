package larder.app;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A port that nobody listens on, and that nobody else gets meanwhile. */
final class DeafPort implements AutoCloseable {
  private final Socket socket = new Socket();

  DeafPort() throws IOException {
    socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
  }

  String authority() {
    return "127.0.0.1:" + socket.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
