package larder.socket.listener;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import larder.forwarding.RequestPort;
import larder.socket.MessageLimits;
import larder.socket.channel.Sweeper;

/** What all connections of one listener share: its settings, its memory, and the list of them. */
final class House {
  /** Beyond that, connections too many are closed without a word. */
  private static final int TURNED_AWAY = 256;

  private final ListenerSettings settings;
  private final RequestPort port;
  private final Sweeper sweeper;
  private final Buffers buffers;
  private final Set<ClientConnection> connections = ConcurrentHashMap.newKeySet();
  private final AtomicInteger served = new AtomicInteger();
  private volatile boolean draining;

  House(ListenerSettings settings, RequestPort port, Sweeper sweeper) {
    this.settings = settings;
    this.port = port;
    this.sweeper = sweeper;
    this.buffers = Buffers.of(settings.bufferSize());
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

  MessageLimits limits() {
    return settings.limits();
  }

  ListenerTimeouts timeouts() {
    return settings.timeouts();
  }

  boolean isDraining() {
    return draining;
  }

  int connections() {
    return connections.size();
  }

  /** Whether one more connection may be served; then it has been counted. */
  boolean admit() {
    if (served.incrementAndGet() <= settings.maxConnections()) {
      return true;
    }
    release();
    return false;
  }

  /** One connection less is served. */
  void release() {
    served.decrementAndGet();
  }

  /** Whether one more connection may be told that there are too many. */
  boolean mayTurnAway() {
    return connections.size() - served.get() < TURNED_AWAY;
  }

  void entered(ClientConnection connection) {
    connections.add(connection);
  }

  void left(ClientConnection connection, boolean wasServed) {
    if (wasServed) {
      release();
    }
    if (connections.remove(connection) && draining) {
      synchronized (this) {
        notifyAll();
      }
    }
  }

  /** No connection takes another request; those that wait for one end now. */
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
