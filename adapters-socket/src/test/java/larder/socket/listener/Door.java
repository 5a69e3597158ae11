package larder.socket.listener;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import larder.socket.HostTls;
import larder.socket.MessageLimits;
import larder.socket.ServerTls;
import larder.socket.channel.PassingTime;
import larder.socket.wire.HeadRooms;
import larder.test.origin.Peer;
import org.jspecify.annotations.Nullable;

/** A listener on a free port, for one test. */
final class Door implements AutoCloseable {
  static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);

  private static final Duration LONG = Duration.ofSeconds(60);

  /** Only lingering ends soon. */
  static final ListenerTimeouts PATIENT =
      new ListenerTimeouts(
          LONG, LONG, LONG, LONG, Duration.ofSeconds(5), LONG, Duration.ofSeconds(30));

  static final Duration SHORT = Duration.ofMillis(50);

  private final FakePort port;
  private final Listener listener;

  private Door(FakePort port, Listener listener) {
    this.port = port;
    this.listener = listener;
  }

  /**
   * A door whose time the test makes pass, with the default time-outs and without a least rate:
   * much time may pass while one of our threads returns from a write.
   */
  static Door open(FakePort.Handler handler, PassingTime time) throws IOException {
    return open(handler, time, ListenerTimeouts.defaults(), 0);
  }

  /** The same with that many connections at most. */
  static Door open(FakePort.Handler handler, PassingTime time, int maxConnections)
      throws IOException {
    FakePort port = new FakePort(handler);
    ListenerSettings settings =
        settings(maxConnections, 0, ListenerTimeouts.defaults(), null, null);
    return new Door(port, Listener.start(settings, port, time.sweeper()));
  }

  static Door open(
      FakePort.Handler handler, PassingTime time, ListenerTimeouts timeouts, long leastRate)
      throws IOException {
    FakePort port = new FakePort(handler);
    return new Door(
        port, Listener.start(settings(100, leastRate, timeouts, null, null), port, time.sweeper()));
  }

  /** A door with that room for large heads, and the default time-outs. */
  static Door open(FakePort.Handler handler, PassingTime time, HeadRooms heads) throws IOException {
    FakePort port = new FakePort(handler);
    ListenerSettings settings = settings(100, 0, ListenerTimeouts.defaults(), null, null);
    return new Door(port, Listener.start(settings, port, time.sweeper(), heads));
  }

  /** A door that can intercept a {@code CONNECT}, with the default time-outs. */
  static Door lookingInside(
      FakePort.Handler handler, PassingTime time, HostTls hostTls, @Nullable ServerTls tls)
      throws IOException {
    return lookingInside(handler, time, ListenerTimeouts.defaults(), hostTls, tls);
  }

  static Door lookingInside(
      FakePort.Handler handler,
      PassingTime time,
      ListenerTimeouts timeouts,
      HostTls hostTls,
      @Nullable ServerTls tls)
      throws IOException {
    FakePort port = new FakePort(handler);
    ListenerSettings settings = settings(100, 0, timeouts, hostTls, tls);
    return new Door(port, Listener.start(settings, port, time.sweeper()));
  }

  static Door open(FakePort.Handler handler) throws IOException {
    return open(handler, 100, PATIENT);
  }

  static Door open(FakePort.Handler handler, int maxConnections, ListenerTimeouts timeouts)
      throws IOException {
    return open(handler, maxConnections, 0, timeouts);
  }

  static Door open(
      FakePort.Handler handler, int maxConnections, long leastRate, ListenerTimeouts timeouts)
      throws IOException {
    return open(handler, maxConnections, leastRate, timeouts, null);
  }

  static Door open(
      FakePort.Handler handler,
      int maxConnections,
      long leastRate,
      ListenerTimeouts timeouts,
      @Nullable ServerTls tls)
      throws IOException {
    FakePort port = new FakePort(handler);
    return new Door(
        port, Listener.start(settings(maxConnections, leastRate, timeouts, null, tls), port));
  }

  private static ListenerSettings settings(
      int maxConnections,
      long leastRate,
      ListenerTimeouts timeouts,
      @Nullable HostTls hostTls,
      @Nullable ServerTls tls) {
    return new ListenerSettings(
        List.of(ANY_PORT),
        maxConnections,
        OptionalInt.empty(),
        Long.MAX_VALUE,
        leastRate,
        2048,
        MessageLimits.defaults(),
        timeouts,
        hostTls,
        tls);
  }

  FakePort port() {
    return port;
  }

  Listener listener() {
    return listener;
  }

  Peer connect() throws IOException {
    return Peer.connect(listener.addresses().getFirst());
  }

  /** Waits until that many connections are left. */
  void awaitConnections(int count) {
    long end = System.nanoTime() + LONG.toNanos();
    while (listener.connections() != count) {
      if (System.nanoTime() > end) {
        throw new AssertionError("There are " + listener.connections() + " connections");
      }
      Thread.onSpinWait();
    }
  }

  @Override
  public void close() {
    listener.close();
  }
}
