package larder.socket.origin;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import larder.access.Reach;
import larder.socket.channel.Sweeper;
import larder.socket.channel.Watched;
import org.jspecify.annotations.Nullable;

/** Idle connections, limited in number and in time. */
final class ConnectionPool implements Watched {
  /** Origins usually keep idle connections longer than this; precise to a quarter of a second. */
  private static final long SHORTLY = Duration.ofSeconds(1).toNanos();

  private final int mostPerOrigin;
  private final int mostInAll;
  private final long idleTimeout;
  private final Sweeper sweeper;
  private final Map<OriginKey, Waiting> origins = new ConcurrentHashMap<>();
  private final AtomicInteger inAll = new AtomicInteger();
  private volatile boolean closed;

  /** The idle connections of one origin, longest idle first. Guarded by itself. */
  private static final class Waiting {
    private final Deque<OriginConnection> connections = new ArrayDeque<>();
    private boolean forgotten;
  }

  ConnectionPool(OriginSettings settings, Sweeper sweeper) {
    this.mostPerOrigin = settings.idlePerOrigin();
    this.mostInAll = settings.idleInAll();
    this.idleTimeout = settings.timeouts().idle().toNanos();
    this.sweeper = sweeper;
    sweeper.watch(this);
  }

  /**
   * Returns the most recently used connection that is in reach and still usable, or null. For a
   * request that may not be repeated, it must have been in use within the last second, and is
   * always checked by a read.
   */
  @Nullable OriginConnection take(OriginKey key, Reach reach, boolean mayBeRepeated) {
    long mostIdle = mayBeRepeated ? Long.MAX_VALUE : SHORTLY;
    Waiting waiting = origins.get(key);
    if (waiting == null) {
      return null;
    }
    while (true) {
      OriginConnection connection;
      synchronized (waiting) {
        connection = lastWithin(reach, sweeper.now() - mostIdle, waiting.connections);
      }
      if (connection == null) {
        return null;
      }
      inAll.decrementAndGet();
      if (connection.isQuiet(!mayBeRepeated)) {
        return connection;
      }
      connection.close();
    }
  }

  private static @Nullable OriginConnection lastWithin(
      Reach reach, long since, Deque<OriginConnection> connections) {
    OriginConnection last = connections.peekLast();
    if (last == null || last.idleSince() < since) {
      return null;
    }
    if (reach instanceof Reach.Anywhere) {
      return connections.pollLast();
    }
    for (Iterator<OriginConnection> each = connections.descendingIterator(); each.hasNext(); ) {
      OriginConnection connection = each.next();
      if (connection.idleSince() >= since && reach.allows(connection.remoteAddress())) {
        each.remove();
        return connection;
      }
    }
    return null;
  }

  /**
   * Keeps the connection, or closes it if it has unread bytes. If there are too many, closes the
   * one that has been idle longer: the next request is more likely to be able to use this one.
   */
  void give(OriginConnection connection) {
    if (closed || !connection.rest(sweeper.now())) {
      connection.close();
      return;
    }
    OriginConnection surplus = keep(connection);
    if (surplus == null && inAll.get() > mostInAll) {
      surplus = oneOfAnotherThan(connection.key());
    }
    if (surplus != null) {
      surplus.close();
    }
    if (closed) { // closed meanwhile
      cut();
    }
  }

  /**
   * Returns the connection to that origin that has been idle longest, if with this one there are
   * too many.
   */
  private @Nullable OriginConnection keep(OriginConnection connection) {
    while (true) {
      Waiting waiting = origins.computeIfAbsent(connection.key(), key -> new Waiting());
      synchronized (waiting) {
        if (waiting.forgotten) {
          continue;
        }
        Deque<OriginConnection> connections = waiting.connections;
        boolean enough =
            connections.size() >= mostPerOrigin
                || (inAll.get() >= mostInAll && (mostInAll == 0 || !connections.isEmpty()));
        connections.addLast(connection);
        if (enough) {
          return connections.removeFirst();
        }
        inAll.incrementAndGet();
        return null;
      }
    }
  }

  /** Finds one, unless other threads take or close it at the same time. */
  private @Nullable OriginConnection oneOfAnotherThan(OriginKey key) {
    for (Map.Entry<OriginKey, Waiting> each : origins.entrySet()) {
      if (!each.getKey().equals(key)) {
        synchronized (each.getValue()) {
          OriginConnection longest = each.getValue().connections.pollFirst();
          if (longest != null) {
            inAll.decrementAndGet();
            return longest;
          }
        }
      }
    }
    return null;
  }

  @Override
  public void sweep(long now) {
    origins.forEach((key, waiting) -> endBefore(now - idleTimeout, key, waiting));
  }

  private void endBefore(long time, OriginKey key, Waiting waiting) {
    takeBefore(time, key, waiting).forEach(OriginConnection::close);
  }

  /** Closes nothing: the caller does so outside the lock, because there may be many. */
  private List<OriginConnection> takeBefore(long time, OriginKey key, Waiting waiting) {
    List<OriginConnection> taken = new ArrayList<>();
    synchronized (waiting) {
      Deque<OriginConnection> connections = waiting.connections;
      while (!connections.isEmpty() && connections.getFirst().idleSince() < time) {
        inAll.decrementAndGet();
        taken.add(connections.removeFirst());
      }
      if (connections.isEmpty()) {
        waiting.forgotten = true;
        origins.remove(key, waiting);
      }
    }
    return taken;
  }

  @Override
  public void cut() {
    closed = true;
    origins.forEach((key, waiting) -> endBefore(Long.MAX_VALUE, key, waiting));
  }

  /** How many connections are idle now. */
  int size() {
    return inAll.get();
  }
}
