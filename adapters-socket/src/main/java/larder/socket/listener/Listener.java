package larder.socket.listener;

import java.io.IOException;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import larder.forwarding.RequestPort;
import larder.socket.channel.Sweeper;
import larder.socket.wire.HeadRooms;

/**
 * Listens for clients and passes each request to the request port, on one virtual thread for each
 * connection. These threads do not keep the process alive.
 */
public final class Listener implements AutoCloseable {
  private static final int BACKLOG = 1024;
  private static final int ATTEMPTS = 8;
  private static final Duration LONGEST_CUT = Duration.ofSeconds(1);

  private final Sweeper sweeper;
  private final ListenerContext shared;
  private final List<Acceptor> acceptors;

  private Listener(Sweeper sweeper, ListenerContext shared, List<Acceptor> acceptors) {
    this.sweeper = sweeper;
    this.shared = shared;
    this.acceptors = acceptors;
  }

  /**
   * Binds all addresses and begins to accept connections. Leaves out an address whose clients
   * another one takes, too: two channels could not share them. On a machine without IPv6, the IPv6
   * loopback address is left out if there is another address.
   *
   * @throws BindException if an address is in use or does not belong to this machine; the message
   *     is a sentence that names the address
   * @throws IOException if listening fails otherwise
   */
  public static Listener start(ListenerSettings settings, RequestPort port) throws IOException {
    return start(settings, port, Sweeper.start("larder-client-deadlines"));
  }

  /** The same with the caller's sweeper, which determines the time. */
  static Listener start(ListenerSettings settings, RequestPort port, Sweeper sweeper)
      throws IOException {
    return start(settings, port, sweeper, Listener::open);
  }

  /** The same with that room for large heads. */
  static Listener start(
      ListenerSettings settings, RequestPort port, Sweeper sweeper, HeadRooms heads)
      throws IOException {
    return start(
        settings,
        sweeper,
        Listener::open,
        () -> new ListenerContext(settings, port, sweeper, heads));
  }

  /**
   * The same with the caller's opener. If this fails, for whatever reason, every channel and the
   * sweeper are closed.
   */
  static Listener start(ListenerSettings settings, RequestPort port, Sweeper sweeper, Opener opener)
      throws IOException {
    return start(settings, sweeper, opener, () -> new ListenerContext(settings, port, sweeper));
  }

  private static Listener start(
      ListenerSettings settings, Sweeper sweeper, Opener opener, Supplier<ListenerContext> context)
      throws IOException {
    List<ServerSocketChannel> channels = List.of();
    boolean started = false;
    try {
      channels = bind(settings.addresses(), opener);
      ListenerContext shared = context.get();
      Listener listener = new Listener(sweeper, shared, accept(channels, shared));
      started = true;
      return listener;
    } finally {
      if (!started) {
        closeAll(channels);
        sweeper.close();
      }
    }
  }

  private static List<Acceptor> accept(List<ServerSocketChannel> channels, ListenerContext shared)
      throws IOException {
    List<Acceptor> acceptors = new ArrayList<>(channels.size());
    boolean all = false;
    try {
      for (ServerSocketChannel channel : channels) {
        acceptors.add(Acceptor.start(channel, shared));
      }
      all = true;
      return acceptors;
    } finally {
      if (!all) {
        acceptors.forEach(Acceptor::close);
      }
    }
  }

  /** Opens the unbound channel for an address. */
  interface Opener {
    /**
     * @throws UnsupportedOperationException if this machine has no addresses of that family
     */
    ServerSocketChannel open(InetAddress address) throws IOException;
  }

  /**
   * If the port is 0, finds a free port that all addresses share, which may take a few attempts.
   */
  static List<ServerSocketChannel> bind(List<InetSocketAddress> given, Opener opener)
      throws IOException {
    List<InetSocketAddress> addresses = withoutIncluded(given);
    for (int attempt = 1; ; attempt++) {
      List<ServerSocketChannel> bound = new ArrayList<>(addresses.size());
      boolean all = false;
      try {
        bindAll(addresses, opener, bound);
        all = true;
        return bound;
      } catch (IOException e) {
        boolean portWasChosen = !bound.isEmpty() && addresses.getFirst().getPort() == 0;
        if (!portWasChosen || attempt == ATTEMPTS) {
          throw e;
        }
      } finally {
        if (!all) {
          closeAll(bound);
        }
      }
    }
  }

  private static List<InetSocketAddress> withoutIncluded(List<InetSocketAddress> given) {
    List<InetSocketAddress> different = given.stream().distinct().toList();
    return different.stream()
        .filter(one -> different.stream().noneMatch(other -> isIncluded(one, other)))
        .toList();
  }

  /**
   * Whether all clients of the one address reach the other, too: a wildcard address takes the
   * clients of its family, and that of IPv6 also those of IPv4.
   */
  private static boolean isIncluded(InetSocketAddress one, InetSocketAddress other) {
    return !one.equals(other)
        && one.getPort() == other.getPort()
        && other.getAddress().isAnyLocalAddress()
        && (other.getAddress() instanceof Inet6Address || one.getAddress() instanceof Inet4Address);
  }

  private static void closeAll(List<ServerSocketChannel> channels) {
    channels.forEach(Listener::closeQuietly);
  }

  private static void closeQuietly(ServerSocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // Nothing can be done about it.
    }
  }

  private static void bindAll(
      List<InetSocketAddress> addresses, Opener opener, List<ServerSocketChannel> bound)
      throws IOException {
    int chosen = 0;
    for (InetSocketAddress address : addresses) {
      int port = address.getPort() == 0 ? chosen : address.getPort();
      try {
        ServerSocketChannel channel =
            bound(new InetSocketAddress(address.getAddress(), port), opener);
        bound.add(channel);
        chosen = ((InetSocketAddress) channel.getLocalAddress()).getPort();
      } catch (IOException | UnsupportedOperationException e) {
        if (!isMissingIpv6(address, e) || addresses.size() == 1) {
          throw inWords(address, e);
        }
      }
    }
  }

  private static ServerSocketChannel bound(InetSocketAddress address, Opener opener)
      throws IOException {
    ServerSocketChannel channel = opener.open(address.getAddress());
    boolean bound = false;
    try {
      channel.bind(address, BACKLOG);
      bound = true;
      return channel;
    } finally {
      if (!bound) {
        closeQuietly(channel);
      }
    }
  }

  /**
   * Opens a channel of the address's own family, so that 0.0.0.0 does not also mean all IPv6
   * addresses.
   */
  static ServerSocketChannel open(InetAddress address) throws IOException {
    return ServerSocketChannel.open(
        address instanceof Inet6Address
            ? StandardProtocolFamily.INET6
            : StandardProtocolFamily.INET);
  }

  private static boolean isMissingIpv6(InetSocketAddress address, Exception e) {
    return address.getAddress() instanceof Inet6Address ipv6
        && ipv6.isLoopbackAddress()
        && !isTaken(e);
  }

  private static boolean isTaken(Exception e) {
    return String.valueOf(e.getMessage()).contains("in use");
  }

  private static IOException inWords(InetSocketAddress address, Exception e) {
    String where = address.getHostString() + " port " + address.getPort();
    IOException told =
        isTaken(e)
            ? new BindException(where + " is in use by another process")
            : new BindException("Cannot listen on " + where + ": " + e.getMessage());
    told.initCause(e);
    return told;
  }

  /** The bound addresses, with the actual ports. */
  public List<InetSocketAddress> addresses() {
    return acceptors.stream().map(Acceptor::address).toList();
  }

  /** The number of open connections. */
  public int connections() {
    return shared.connections();
  }

  /**
   * Accepts no more connections or requests. Connections that wait for a request end at once, the
   * others after their current answer.
   */
  public void stopAccepting() {
    acceptors.forEach(Acceptor::close);
    shared.drain();
  }

  /**
   * Waits until no connection is left.
   *
   * @return false if some are left after that time
   */
  public boolean awaitIdle(Duration most) throws InterruptedException {
    return shared.awaitEmpty(most);
  }

  /**
   * Ends everything at once, except a transfer from a disk that does not respond, which cannot be
   * ended. Idempotent; never throws.
   */
  @Override
  public void close() {
    stopAccepting();
    Thread cutting = Thread.ofPlatform().daemon().name("larder-cut").unstarted(this::cut);
    try {
      cutting.start();
      cutting.join(LONGEST_CUT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (OutOfMemoryError e) { // there is no memory for a thread
      cut();
    }
  }

  private void cut() {
    shared.cut();
    sweeper.close();
  }
}
