package larder.socket.listener;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import larder.forwarding.Refusal;
import larder.forwarding.RequestPort;
import larder.http.TransferException.Side;
import larder.socket.HostTls;
import larder.socket.MessageLimits;
import larder.socket.ServerTls;
import larder.socket.channel.IdleWatch;
import larder.socket.channel.OwnFaults;
import larder.socket.channel.Sweeper;
import larder.socket.channel.TimedChannel;
import larder.socket.channel.TlsEngines;
import larder.socket.channel.TlsTransport;
import larder.socket.channel.Transport;
import larder.socket.channel.Tunnels;
import larder.socket.wire.HeadRooms;
import org.jspecify.annotations.Nullable;

/** What all connections of one listener share: settings, memory, and the set of connections. */
final class ListenerContext {
  /** With more refused connections than this, further ones are closed without an answer. */
  private static final int TURNED_AWAY = 256;

  private final ListenerSettings settings;
  private final RequestPort port;
  private final Sweeper sweeper;
  private final Buffers buffers;
  private final Set<ClientConnection> connections = ConcurrentHashMap.newKeySet();
  private final Tunnels tunnels;
  private final ConnectionCounts counts;
  private final OwnFaults faults = new OwnFaults();
  private final Disagreements disagreements = new Disagreements();
  private volatile boolean draining;

  ListenerContext(ListenerSettings settings, RequestPort port, Sweeper sweeper) {
    this(settings, port, sweeper, HeadRooms.of(Side.CLIENT, settings.limits()));
  }

  /** The same with that room for large heads. */
  ListenerContext(ListenerSettings settings, RequestPort port, Sweeper sweeper, HeadRooms heads) {
    this.settings = settings;
    this.port = port;
    this.sweeper = sweeper;
    this.buffers = Buffers.of(settings.bufferSize(), heads, sweeper);
    this.tunnels = new Tunnels(buffers.content());
    this.counts =
        new ConnectionCounts(settings.maxConnections(), settings.maxConnectionsPerClient());
  }

  RequestPort port() {
    return port;
  }

  Sweeper sweeper() {
    return sweeper;
  }

  Buffers buffers() {
    return buffers;
  }

  Tunnels tunnels() {
    return tunnels;
  }

  OwnFaults faults() {
    return faults;
  }

  Disagreements disagreements() {
    return disagreements;
  }

  MessageLimits limits() {
    return settings.limits();
  }

  long largestContent() {
    return settings.largestContent();
  }

  long leastRate() {
    return settings.leastRate();
  }

  /** Null: no {@code CONNECT} is intercepted. */
  @Nullable HostTls hostTls() {
    return settings.hostTls();
  }

  /** Null: clients connect without TLS. */
  @Nullable ServerTls tls() {
    return settings.tls();
  }

  ListenerTimeouts timeouts() {
    return settings.timeouts();
  }

  /**
   * Runs the TLS handshake with a client. It has the time for a head, so that a silent client does
   * not hold resources for long.
   *
   * @param ahead bytes already read from the client
   */
  Transport agreeOnTls(TimedChannel channel, Transport below, SSLContext context, ByteBuffer ahead)
      throws IOException {
    try (IdleWatch watch = watchAgreeing(channel)) {
      try {
        return TlsTransport.agree(below, TlsEngines.forClient(context), buffers.tls(), ahead);
      } catch (IOException e) {
        throw watch.hasExpired() ? new SocketTimeoutException("TLS was not agreed on in time") : e;
      }
    }
  }

  /** Closes the client's connection if the watch is still open after the time for a head. */
  IdleWatch watchAgreeing(TimedChannel channel) {
    return new IdleWatch(sweeper, timeouts().head().toNanos(), channel::close);
  }

  boolean isDraining() {
    return draining;
  }

  int connections() {
    return connections.size();
  }

  /**
   * Admits a connection; returns why it is refused, or null. In both cases the context closes it in
   * the end.
   */
  @Nullable Refusal admit(ClientConnection connection) {
    Refusal refusal = port.refusalOf(connection.client());
    if (refusal == null) {
      refusal = counts.admit(connection.client().address());
    }
    if (refusal == null) {
      connection.served();
    }
    connections.add(connection);
    return refusal;
  }

  /** Whether one more refused connection may be answered. */
  boolean mayTurnAway() {
    return connections.size() - counts.served() <= TURNED_AWAY;
  }

  void left(ClientConnection connection, boolean wasServed) {
    try {
      if (wasServed) {
        counts.left(connection.client().address());
      }
    } finally { // because the count may need memory
      if (connections.remove(connection) && draining) {
        synchronized (this) {
          notifyAll();
        }
      }
    }
  }

  /** Accepts no more requests; connections that wait for one end now. */
  void drain() {
    draining = true;
    connections.forEach(ClientConnection::endIfIdle);
  }

  synchronized boolean awaitEmpty(Duration most) throws InterruptedException {
    long end = System.nanoTime() + most.toNanos();
    while (!connections.isEmpty()) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return true;
  }

  void cut() {
    connections.forEach(ClientConnection::cut);
  }
}
