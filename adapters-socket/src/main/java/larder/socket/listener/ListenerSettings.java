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
 * @param addresses resolved; port 0 takes a free one, the same for all of them
 * @param maxConnections one more gets a 503
 * @param maxConnectionsPerClient for one address, one more gets a 429; empty: 1000, and for this
 *     machine no bound of its own
 * @param largestContent of a request, in bytes; more gets a 413
 * @param leastRate at which a client sends its content and takes its answer, in bytes a second; 0
 *     for none
 * @param bufferSize of the buffer that a client's content comes through, in bytes
 * @param hostTls for hosts whose CONNECT is read; null: none is
 * @param tls what clients are shown before anything is read; null: they speak in the clear
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

  /** 10000 connections, buffers of 10000 bytes, and the usual limits and time-outs. */
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
