package larder.socket.listener;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.SocketChannel;
import larder.forwarding.ClientAddress;
import larder.forwarding.Refusal;
import larder.http.TransferException;
import larder.socket.ServerTls;
import larder.socket.channel.TimedChannel;
import larder.socket.channel.TlsBuffers;
import larder.socket.channel.Transport;
import org.jspecify.annotations.Nullable;

/** A client's connection, from beginning to end, on one virtual thread. */
final class ClientConnection implements Runnable {
  private static final System.Logger LOG = System.getLogger("larder.socket");

  private final ListenerContext shared;
  private final TimedChannel channel;
  private final ClientAddress client;
  private boolean served;
  private @Nullable Refusal refusal;
  private volatile @Nullable Serving serving;

  /** Takes the channel over, to serve or refuse the client. */
  ClientConnection(ListenerContext shared, SocketChannel accepted) throws IOException {
    this.shared = shared;
    this.channel = new TimedChannel(accepted, shared.sweeper(), shared.timeouts().write());
    boolean taken = false;
    try {
      this.client = new ClientAddress(channel.remoteAddress(), channel.remotePort());
      taken = true;
    } finally {
      if (!taken) {
        channel.close(); // the sweeper forgets it, too
      }
    }
  }

  /** Notes that the connection counts as served. Called before it runs. */
  void served() {
    served = true;
  }

  /** Makes the connection answer with that refusal when it runs. Called before it runs. */
  void turnAway(Refusal why) {
    refusal = why;
  }

  ClientAddress client() {
    return client;
  }

  /** Kept shallow: a thread that waits for a request keeps all frames of its stack. */
  @Override
  public void run() {
    Serving now = null;
    try {
      now = begin();
      if (refusal == null) {
        now.run();
      } else {
        now.turnAway(refusal);
      }
    } catch (IOException e) {
      shared.disagreements().met(client, e);
    } catch (TransferException e) {
      LOG.log(Level.DEBUG, e::explanation);
    } catch (RuntimeException | Error e) {
      shared.faults().met("A connection", e);
    } finally {
      end(now);
    }
  }

  private Serving begin() throws IOException {
    ServerTls tls = shared.tls();
    Serving begun = new Serving(shared, channel, tls == null ? channel : agreeOnTls(tls), client);
    serving = begun;
    return begun;
  }

  private Transport agreeOnTls(ServerTls tls) throws IOException {
    return shared.agreeOnTls(channel, channel, tls.current(), TlsBuffers.nothing());
  }

  private void end(@Nullable Serving begun) {
    try {
      channel.close();
      if (begun != null) {
        begun.close();
      }
    } finally {
      close();
    }
  }

  /** Ends the connection now if it waits for a request, which may never come. */
  void endIfIdle() {
    Serving now = serving;
    if (now == null || now.isIdle()) {
      channel.endInput();
    }
  }

  /** Ends the connection now, even during an exchange. */
  void cut() {
    channel.close();
  }

  /** Ends the connection and frees its place. Must not be called while it runs. */
  void close() {
    channel.close();
    shared.left(this, served);
  }
}
