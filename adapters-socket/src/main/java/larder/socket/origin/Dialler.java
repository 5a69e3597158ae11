package larder.socket.origin;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import larder.access.Reach;
import larder.http.Authority;
import larder.http.IpAddress;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.socket.channel.IdleWatch;
import larder.socket.channel.Sweeper;
import larder.socket.channel.TimedChannel;

/** Connects to a host, at the address that answers first. */
final class Dialler {
  private final Resolver resolver;
  private final OriginTimeouts timeouts;
  private final Sweeper sweeper;

  Dialler(Resolver resolver, OriginTimeouts timeouts, Sweeper sweeper) {
    this.resolver = resolver;
    this.timeouts = timeouts;
    this.sweeper = sweeper;
  }

  /** The addresses of a host that are in reach, at least one. */
  List<InetSocketAddress> addresses(Authority authority, Reach reach) throws TransferException {
    List<InetSocketAddress> addresses = new ArrayList<>();
    for (InetAddress address : resolver.resolve(authority)) {
      if (reach.allows(IpAddress.of(address.getAddress()))) {
        addresses.add(new InetSocketAddress(address, authority.port()));
      }
    }
    if (addresses.isEmpty()) {
      throw forbidden(authority);
    }
    return addresses;
  }

  /** Whether all addresses of a host are in reach; at least one is. */
  boolean check(Authority authority, Reach reach) throws TransferException {
    List<InetAddress> all = resolver.resolve(authority);
    int reached = 0;
    for (InetAddress address : all) {
      if (reach.allows(IpAddress.of(address.getAddress()))) {
        reached++;
      }
    }
    if (reached == 0) {
      throw forbidden(authority);
    }
    return reached == all.size();
  }

  private static TransferException forbidden(Authority authority) {
    return new OriginFailures(authority)
        .of(
            Kind.FORBIDDEN,
            "The proxy does not go to the address of " + authority.host() + " for you");
  }

  /** Connects, without TLS, to one of the addresses that were checked. */
  TimedChannel dial(Authority authority, Reach reach, Duration writeTimeout)
      throws TransferException {
    OriginFailures failures = new OriginFailures(authority);
    List<InetSocketAddress> addresses = addresses(authority, reach);
    try {
      return timed(connect(addresses), writeTimeout);
    } catch (IOException e) {
      throw failures.connecting(e);
    }
  }

  private TimedChannel timed(SocketChannel channel, Duration writeTimeout) throws IOException {
    boolean taken = false;
    try {
      TimedChannel timed = new TimedChannel(channel, sweeper, writeTimeout);
      taken = true;
      return timed;
    } finally {
      if (!taken) {
        close(channel);
      }
    }
  }

  private SocketChannel connect(List<InetSocketAddress> addresses) throws IOException {
    if (addresses.size() > 1) {
      return new Race(addresses, timeouts.connect(), Dialler::open).run();
    }
    SocketChannel channel = open(addresses.getFirst());
    boolean connected = false;
    try {
      if (!connectNow(channel, addresses.getFirst())) {
        awaitConnected(channel);
      }
      connected = true;
      return channel;
    } finally {
      if (!connected) {
        close(channel);
      }
    }
  }

  /**
   * Opens a channel of the address's own family: each call on a channel for both families costs
   * more.
   */
  static SocketChannel open(InetSocketAddress address) throws IOException {
    boolean six = address.getAddress() instanceof Inet6Address;
    try {
      return SocketChannel.open(six ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET);
    } catch (UnsupportedOperationException e) {
      throw (IOException)
          new NoRouteToHostException("This machine has no " + (six ? "IPv6" : "IPv4")).initCause(e);
    }
  }

  /** A host on this machine answers at once; then no thread has to be woken for it. */
  private static boolean connectNow(SocketChannel channel, InetSocketAddress address)
      throws IOException {
    channel.configureBlocking(false);
    if (channel.connect(address) || channel.finishConnect()) {
      return true;
    }
    channel.configureBlocking(true);
    return false;
  }

  private void awaitConnected(SocketChannel channel) throws IOException {
    try (IdleWatch watch =
        new IdleWatch(sweeper, timeouts.connect().toNanos(), () -> close(channel))) {
      try {
        channel.finishConnect();
      } catch (IOException e) {
        throw watch.hasExpired() ? new SocketTimeoutException() : e;
      }
    }
  }

  static void close(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // Nothing can be done about it.
    }
  }

  /** Alternates IPv6 and IPv4, IPv6 first, otherwise in the order found (RFC 8305, section 4). */
  static List<InetAddress> alternating(List<InetAddress> found) {
    Deque<InetAddress> six = new ArrayDeque<>();
    Deque<InetAddress> four = new ArrayDeque<>();
    for (InetAddress address : found) {
      (address instanceof Inet6Address ? six : four).add(address);
    }
    List<InetAddress> order = new ArrayList<>(found.size());
    while (!six.isEmpty() || !four.isEmpty()) {
      if (!six.isEmpty()) {
        order.add(six.poll());
      }
      if (!four.isEmpty()) {
        order.add(four.poll());
      }
    }
    return order;
  }
}
