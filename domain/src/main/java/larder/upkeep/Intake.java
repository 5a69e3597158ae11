package larder.upkeep;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import larder.caching.CachePolicy;
import larder.caching.Storing;
import larder.caching.Trace;
import larder.http.HttpVersion;
import larder.http.Method;
import larder.http.RequestHead;
import larder.http.RequestTarget;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;
import larder.store.InventoryPort;
import larder.store.PendingResponse;
import larder.store.ResponseStore;
import larder.store.StoreKey;
import larder.store.StoredHead;

/**
 * Stores responses that another cache kept, with the times at which they were received, so that
 * they are as old here as there. The policy decides on them as if they had just been received. For
 * one thread.
 */
public final class Intake {
  /** How many may wait for the disk, and how many bytes: few enough for every store. */
  private static final int MOST_WAITING = 1000;

  private static final long MOST_BYTES_WAITING = 4 << 20;

  /** How much clocks may differ. */
  private static final Duration TOLERANCE = Duration.ofMinutes(1);

  private final ResponseStore store;
  private final InventoryPort inventory;
  private final CachePolicy policy;
  private int waiting;
  private long bytesWaiting;

  Intake(ResponseStore store, InventoryPort inventory, CachePolicy policy) {
    this.store = store;
    this.inventory = inventory;
    this.policy = policy;
  }

  /** What became of a response. */
  public enum Taken {
    STORED,
    /** The same response, or a later one, was already stored. */
    KNOWN,
    /** The policy does not allow storing it. */
    REFUSED,
    /** It is too large, or there is no room for it. */
    NO_ROOM,
    /** It is not what was kept. */
    DAMAGED
  }

  /**
   * Stores a response, if it may be stored. The age of one received in the future, by another
   * clock, is unknown: it counts as the oldest possible, so that its origin is asked and anything
   * newer replaces it.
   *
   * @throws TransferException with side {@code STORE} if nothing can be stored; or the content's,
   *     unless it is malformed
   */
  public Taken take(Arrival arrival, Instant now) throws TransferException {
    Instant latest = now.plus(TOLERANCE);
    return arrival.requestedAt().isAfter(latest) || arrival.receivedAt().isAfter(latest)
        ? take(arrival.at(Instant.EPOCH))
        : take(arrival);
  }

  private Taken take(Arrival arrival) throws TransferException {
    long length = arrival.content().length().orElse(0);
    if (length > 0 && !arrival.response().mayHaveContent(Method.GET)) {
      return Taken.DAMAGED;
    }
    RequestHead request =
        new RequestHead(
            Method.GET,
            new RequestTarget.AbsoluteForm(arrival.target()),
            HttpVersion.HTTP_1_1,
            arrival.selecting());
    Storing storing =
        policy
            .forTarget(arrival.target())
            .storing(
                request,
                false,
                arrival.response(),
                arrival.requestedAt(),
                arrival.receivedAt(),
                Trace.OFF);
    return switch (storing) {
      case Storing.DoNotStore no -> Taken.REFUSED;
      case Storing.Store yes -> take(StoreKey.of(arrival.target()), yes.head(), arrival, length);
    };
  }

  private Taken take(StoreKey key, StoredHead head, Arrival arrival, long length)
      throws TransferException {
    boolean known =
        store.find(key).stream()
            .anyMatch(
                stored ->
                    stored.head().outlasts(head)
                        || (stored.head().selecting().equals(head.selecting())
                            && !stored.head().receivedAt().isBefore(head.receivedAt())));
    if (known) {
      return Taken.KNOWN;
    }
    settleIfMuchWaits(length);
    try (PendingResponse pending = store.begin(key, head, OptionalLong.of(length))) {
      arrival.content().writeTo(pending::append);
      pending.commit();
      return Taken.STORED;
    } catch (TransferException e) {
      if (e.side() == Side.STORE && (e.kind() == Kind.OVERLOADED || e.kind() == Kind.TOO_LARGE)) {
        return Taken.NO_ROOM;
      }
      if (e.side() == Side.CLIENT && e.kind() == Kind.MALFORMED) {
        return Taken.DAMAGED;
      }
      throw e;
    }
  }

  private void settleIfMuchWaits(long length) throws TransferException {
    waiting++;
    bytesWaiting += length;
    if (waiting > MOST_WAITING || bytesWaiting > MOST_BYTES_WAITING) {
      settle();
      waiting = 1;
      bytesWaiting = length;
    }
  }

  /**
   * Returns when all stored responses have reached their final place.
   *
   * @throws TransferException with side {@code STORE} if that is not possible
   */
  public void settle() throws TransferException {
    inventory.settle();
  }
}
