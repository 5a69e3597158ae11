package larder.socket.listener;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import larder.fault.Seldom;
import larder.forwarding.Refusal;
import larder.socket.channel.Carriers;
import larder.socket.channel.Pin;
import larder.socket.channel.Readiness;
import org.jspecify.annotations.Nullable;

/** Accepts connections at one address, on a virtual thread. */
final class Acceptor implements Runnable {
  private static final System.Logger LOG = System.getLogger("larder.socket");
  private static final long PAUSE_MILLIS = 200;

  /** Then the other threads on the same carrier get a turn, tunnels among them. */
  private static final int MOST_IN_A_ROW = 16;

  private final ServerSocketChannel channel;
  private final Readiness readiness;
  private final InetSocketAddress address;
  private final ListenerContext shared;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Seldom failures = new Seldom(Duration.ofMinutes(1));

  private Acceptor(ServerSocketChannel channel, ListenerContext shared) throws IOException {
    this.channel = channel;
    this.readiness = new Readiness(channel);
    this.address = (InetSocketAddress) channel.getLocalAddress();
    this.shared = shared;
  }

  static Acceptor start(ServerSocketChannel channel, ListenerContext shared) throws IOException {
    Acceptor acceptor = new Acceptor(channel, shared);
    channel.configureBlocking(false);
    Thread thread = Carriers.beside(acceptor);
    thread.setName("larder-accept");
    Carriers.launch(thread);
    return acceptor;
  }

  InetSocketAddress address() {
    return address;
  }

  @Override
  public void run() {
    int inARow = 0;
    while (channel.isOpen()) {
      try {
        if (inARow == MOST_IN_A_ROW) {
          inARow = 0;
          Carriers.makeWay();
        }
        SocketChannel accepted = accept();
        if (accepted == null) {
          inARow = 0;
          readiness.awaitReadable();
        } else {
          inARow++;
          admit(accepted);
        }
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException | RuntimeException | Error e) {
        if (pause(e)) {
          return;
        }
      }
    }
  }

  private @Nullable SocketChannel accept() throws IOException {
    try (Pin _ = Pin.hold()) {
      return channel.accept();
    }
  }

  /** Whatever goes wrong, no connection stays open without a thread that serves it. */
  private void admit(SocketChannel accepted) {
    ClientConnection connection = null;
    boolean started = false;
    try {
      connection = new ClientConnection(shared, accepted);
      started = start(connection);
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "A client is gone already", e);
    } finally {
      if (!started) {
        end(connection, accepted);
      }
    }
  }

  /**
   * Starts serving the connection, or answering why it is not served; returns false if there are
   * too many even for that.
   */
  private boolean start(ClientConnection connection) {
    Refusal refusal = shared.admit(connection);
    if (refusal != null) {
      if (!shared.mayTurnAway()) {
        return false;
      }
      connection.turnAway(refusal);
    }
    Carriers.start(connection);
    return true;
  }

  /** Closes the connection, and frees its place if it had one. */
  private static void end(@Nullable ClientConnection connection, SocketChannel accepted) {
    if (connection == null) {
      closeQuietly(accepted);
    } else {
      connection.close();
    }
  }

  /**
   * Waits a little: most likely descriptors or memory have run out, and the existing connections
   * will give some back. Returns true if the acceptor is to end.
   */
  private boolean pause(Throwable e) {
    say(e);
    try {
      return closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      return true;
    }
  }

  private void say(Throwable e) {
    try {
      if (failures.happened(System.nanoTime()) > 0) {
        LOG.log(Level.WARNING, "No connection can be taken for now: " + e.getMessage());
      }
    } catch (RuntimeException | Error notSaid) {
      // There is no memory even for the message.
    }
  }

  private static void closeQuietly(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // Nothing can be done about it.
    }
  }

  /** Stops accepting. */
  void close() {
    closed.countDown();
    try (Pin _ = Pin.hold()) {
      channel.close();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "A listening socket could not be closed", e);
    }
    readiness.closedForGood();
  }
}
