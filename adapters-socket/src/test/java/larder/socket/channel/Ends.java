package larder.socket.channel;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * Both ends of a connection on this machine.
 *
 * @param near the end that the code under test uses
 * @param far the plain end
 */
record Ends(TimedChannel near, SocketChannel far) implements AutoCloseable {
  /** A new connection; each step of writing at the near end has ten seconds by the sweeper. */
  static Ends connected(Sweeper sweeper) throws IOException {
    try (ServerSocketChannel server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
      SocketChannel far = SocketChannel.open(server.getLocalAddress());
      return new Ends(new TimedChannel(server.accept(), sweeper, Duration.ofSeconds(10)), far);
    }
  }

  @Override
  public void close() throws IOException {
    near.close();
    far.close();
  }
}
