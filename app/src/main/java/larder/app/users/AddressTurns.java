package larder.app.users;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import larder.http.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * Who takes turns with whom: those of one address, for as long as one of them is there. As whoever
 * has an IPv6 address has all of a /64 as a rule (RFC 6177), that counts as one. Safe for all
 * threads.
 */
final class AddressTurns {
  private static final int NETWORK_OF_ONE = 64;

  private final int mostOfOne;
  private final Map<IpAddress, Queue> queues = new ConcurrentHashMap<>();

  /** Those of one address. */
  private record Queue(Semaphore turn, int present) {}

  /**
   * @param mostOfOne how many of one address may be there, the one whose turn it is included
   */
  AddressTurns(int mostOfOne) {
    this.mostOfOne = mostOfOne;
  }

  /** The turn to wait for, until {@link #leave}; null if there are enough who do. */
  @Nullable Semaphore join(IpAddress client) {
    Queue queue = queues.merge(one(client), new Queue(new Semaphore(1, true), 1), this::oneMore);
    if (queue.present > mostOfOne) {
      leave(client);
      return null;
    }
    return queue.turn;
  }

  private Queue oneMore(Queue queue, Queue fresh) {
    return new Queue(queue.turn, queue.present + fresh.present);
  }

  /** One who had joined is gone. */
  void leave(IpAddress client) {
    queues.computeIfPresent(
        one(client),
        (address, queue) -> queue.present == 1 ? null : new Queue(queue.turn, queue.present - 1));
  }

  private static IpAddress one(IpAddress client) {
    return client.isIpv4() ? client : client.network(NETWORK_OF_ONE);
  }

  /** Of how many addresses somebody is there. */
  int addresses() {
    return queues.size();
  }
}
