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

/** Connections that wait for their next exchange: not too many, not too long. */
final class ConnectionPool implements Watched {
  /** Less than origins wait before they close, as a rule; told to a quarter of a second. */
  private static final long SHORTLY = Duration.ofSeconds(1).toNanos();

  private final int mostPerOrigin;
  private final int mostInAll;
  private final long idleTimeout;
  private final Sweeper sweeper;
  private final Map<OriginKey, Waiting> origins = new ConcurrentHashMap<>();
  private final AtomicInteger inAll = new AtomicInteger();
  private volatile boolean closed;

  /** Those of one origin, the one that waits longest first. Guarded by itself. */
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
   * The one used last that is in reach and still good, or null. For what may not be repeated it has
   * to be good for certain, and in use a moment ago.
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
   * Keeps it, or closes it if something is unread. Where there are enough, one that has waited for
   * longer makes room, as the next request is more likely to be able to use this one.
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
    if (closed) { // meanwhile
      cut();
    }
  }

  /** Whichever has waited longest there, if they are too many with it. */
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

  /** There is one, but for what others take or end at the same time. */
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

  /** Those are closed outside of the lock, as they may be many. */
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

  /** How many wait now. */
  int size() {
    return inAll.get();
  }
}
