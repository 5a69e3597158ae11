package larder.app.users;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.UnaryOperator;
import larder.http.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * Turns among the clients of one address, or of a network that counts as one, as long as any of
 * them is present. Safe for all threads.
 */
final class AddressTurns {
  private final int mostOfOne;
  private final UnaryOperator<IpAddress> one;
  private final Map<IpAddress, Queue> queues = new ConcurrentHashMap<>();

  /** The clients of one address. */
  private record Queue(Semaphore turn, int present) {}

  /**
   * A place among the clients of one address.
   *
   * @param among the address or network at the time of joining; it may count differently later
   * @param turn to wait for
   */
  record Place(IpAddress among, Semaphore turn) {}

  /**
   * @param mostOfOne how many of one address may be present, with the one whose turn it is
   * @param one maps an address to the address or network that it counts as
   */
  AddressTurns(int mostOfOne, UnaryOperator<IpAddress> one) {
    this.mostOfOne = mostOfOne;
    this.one = one;
  }

  /** Joins until {@link #leave}; null if too many are waiting already. */
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

  /** Leaves a place that was joined. */
  void leave(Place place) {
    queues.computeIfPresent(
        place.among,
        (address, queue) -> queue.present == 1 ? null : new Queue(queue.turn, queue.present - 1));
  }

  /** How many addresses have clients present. */
  int addresses() {
    return queues.size();
  }
}
