package larder.socket.listener;

import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import larder.forwarding.Refusal;
import larder.http.IpAddress;
import org.jspecify.annotations.Nullable;

/** Counts the connections that are served, in total and for each client address. */
final class ConnectionCounts {
  /** The limit for each address of another machine, unless the user sets one. */
  private static final int MOST_FROM_ELSEWHERE = 1000;

  private static final Refusal TOO_MANY =
      new Refusal(
          503,
          "connection_limit_reached",
          "The proxy has as many connections as it may have.",
          "Try again later, or have --max-connections raised.");
  private static final Refusal TOO_MANY_OF_ONE =
      new Refusal(
          429,
          "connection_limit_reached",
          "Your address has as many connections to the proxy as one client may have.",
          "Close some, or have --max-connections-per-client raised.");

  private final int most;
  private final OptionalInt mostOfOne;
  private final AtomicInteger served = new AtomicInteger();
  private final ConcurrentMap<IpAddress, Integer> byAddress = new ConcurrentHashMap<>();

  /**
   * @param mostOfOne the most for each address; empty: the default for other machines, and no limit
   *     for this one
   */
  ConnectionCounts(int most, OptionalInt mostOfOne) {
    this.most = most;
    this.mostOfOne = mostOfOne;
  }

  /** Counts one more connection, or returns why it is refused. */
  @Nullable Refusal admit(IpAddress client) {
    int ofOne = byAddress.merge(client, 1, Integer::sum); // first, because it needs memory
    Refusal refusal = null;
    if (served.incrementAndGet() > most) {
      refusal = TOO_MANY;
    } else if (ofOne > mostOf(client)) {
      refusal = TOO_MANY_OF_ONE;
    }
    if (refusal != null) {
      left(client);
    }
    return refusal;
  }

  private int mostOf(IpAddress client) {
    return mostOfOne.orElse(client.isLoopback() ? most : MOST_FROM_ELSEWHERE);
  }

  /** Removes a connection that was counted. */
  void left(IpAddress client) {
    served.decrementAndGet();
    byAddress.computeIfPresent(client, (address, count) -> count == 1 ? null : count - 1);
  }

  int served() {
    return served.get();
  }
}
