package larder.socket.listener;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.OptionalInt;
import larder.socket.HostTls;
import larder.socket.MessageLimits;
import larder.socket.ServerTls;
import org.jspecify.annotations.Nullable;

/**
 * Where and how to listen.
 *
 * @param addresses the resolved addresses; port 0 stands for a free port, the same for all of them.
 *     The IPv6 wildcard address takes clients of IPv4, too
 * @param maxConnections the most connections; further ones get a 503
 * @param maxConnectionsPerClient the most for one client address; further ones get a 429. Empty:
 *     1000, and no limit of its own for this machine
 * @param largestContent the largest content of a request, in bytes; more gets a 413
 * @param leastRate the rate at which a client must send its content and take its answer, in bytes a
 *     second; 0 for none
 * @param bufferSize the size of the buffer for a client's content, in bytes
 * @param hostTls certificates for the hosts whose {@code CONNECT} we intercept; null: we intercept
 *     none
 * @param tls our certificate for clients; null: they connect without TLS
 */
public record ListenerSettings(
    List<InetSocketAddress> addresses,
    int maxConnections,
    OptionalInt maxConnectionsPerClient,
    long largestContent,
    long leastRate,
    int bufferSize,
    MessageLimits limits,
    ListenerTimeouts timeouts,
    @Nullable HostTls hostTls,
    @Nullable ServerTls tls) {
  private static final int SMALLEST_BUFFER = 512;

  /**
   * @throws IllegalArgumentException if there is no address, or a number is too small
   */
  public ListenerSettings {
    addresses = List.copyOf(addresses);
    if (addresses.isEmpty()) {
      throw new IllegalArgumentException("No address to listen on");
    }
    if (maxConnections < 1
        || largestContent < 0
        || leastRate < 0
        || maxConnectionsPerClient.orElse(1) < 1
        || bufferSize < SMALLEST_BUFFER) {
      throw new IllegalArgumentException(
          "At least 1 connection and buffers of "
              + SMALLEST_BUFFER
              + " bytes are needed, and no bound is negative");
    }
  }

  /** The defaults: 10000 connections, buffers of 10000 bytes, the default limits and time-outs. */
  public static ListenerSettings on(List<InetSocketAddress> addresses) {
    return new ListenerSettings(
        addresses,
        10_000,
        OptionalInt.empty(),
        Long.MAX_VALUE,
        0,
        10_000,
        MessageLimits.defaults(),
        ListenerTimeouts.defaults(),
        null,
        null);
  }
}
