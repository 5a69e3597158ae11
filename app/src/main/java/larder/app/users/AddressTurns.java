package larder.app.users;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.UnaryOperator;
import larder.http.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * Who takes turns with whom: those of one address, or of a network that counts as one, for as long
 * as one of them is there. Safe for all threads.
 */
final class AddressTurns {
  private final int mostOfOne;
  private final UnaryOperator<IpAddress> one;
  private final Map<IpAddress, Queue> queues = new ConcurrentHashMap<>();

  /** Those of one address. */
  private record Queue(Semaphore turn, int present) {}

  /**
   * A place among those of one address.
   *
   * @param among what counts as one, and may not do so any more when it is left
   * @param turn to wait for
   */
  record Place(IpAddress among, Semaphore turn) {}

  /**
   * @param mostOfOne how many of one address may be there, the one whose turn it is included
   * @param one what an address counts as
   */
  AddressTurns(int mostOfOne, UnaryOperator<IpAddress> one) {
    this.mostOfOne = mostOfOne;
    this.one = one;
  }

  /** A place, until {@link #leave}; null if there are enough who wait. */
  @Nullable Place join(IpAddress client) {
    IpAddress among = one.apply(client);
    Queue queue = queues.merge(among, new Queue(new Semaphore(1, true), 1), this::oneMore);
    Place place = new Place(among, queue.turn);
    if (queue.present > mostOfOne) {
      leave(place);
      return null;
    }
    return place;
  }

  private Queue oneMore(Queue queue, Queue fresh) {
    return new Queue(queue.turn, queue.present + fresh.present);
  }

  /** One who had joined is gone. */
  void leave(Place place) {
    queues.computeIfPresent(
        place.among,
        (address, queue) -> queue.present == 1 ? null : new Queue(queue.turn, queue.present - 1));
  }

  /** Of how many addresses somebody is there. */
  int addresses() {
    return queues.size();
  }
}
