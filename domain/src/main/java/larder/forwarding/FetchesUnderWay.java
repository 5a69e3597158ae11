package larder.forwarding;

import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import larder.forwarding.SharedFetch.End;
import larder.store.StoreKey;
import org.jspecify.annotations.Nullable;

/**
 * The fetches that others may join: at most one per key, led by the exchange that asks the origin.
 * Remembers for a while which keys turned out not to be shareable, so that nobody waits for those,
 * and which were stored, so that an exchange that looked just before looks again. Safe for all
 * threads; hits do not come here, and few exchanges share a lock.
 */
final class FetchesUnderWay {
  private static final int MOST_PARTS = 64;
  private static final int LEAST_REMEMBERED_BY_ONE = 64;

  /** By the key's number. */
  private final Part[] parts;

  /** What an exchange that has to ask the origin must do. */
  sealed interface Place {
    /** Ask, for all that come meanwhile; it must tell the fetch of its progress. */
    record Leads(SharedFetch fetch) implements Place {}

    /** Wait; it must leave the fetch in the end. */
    record Waits(SharedFetch fetch) implements Place {}

    /** Look into the store again, and join again if need be. */
    record LooksAgain() implements Place {}

    /**
     * Ask for itself, because the answer is probably useless to others; it must tell the fetch,
     * which nobody joins, of its progress.
     */
    record Unshareable(SharedFetch fetch) implements Place {}

    /**
     * Ask for itself.
     *
     * @param why why it does not wait; null if there was nothing to wait for
     */
    record Alone(@Nullable WaitEnd why) implements Place {}
  }

  private static final Place LOOKS_AGAIN = new Place.LooksAgain();
  private static final Place ALONE = new Place.Alone(null);
  private static final Place ONE_TOO_MANY = new Place.Alone(WaitEnd.TOO_MANY_WAITERS);

  FetchesUnderWay(Sharing sharing, InstantSource clock) {
    int count = Math.clamp(sharing.mostRemembered() / LEAST_REMEMBERED_BY_ONE, 1, MOST_PARTS);
    parts = new Part[count];
    Arrays.setAll(parts, i -> new Part(sharing, sharing.mostRemembered() / count, clock));
  }

  /**
   * @param mayLead whether the answer to this request can be expected to serve others
   * @param looked whether the exchange has looked into the store again
   */
  Place join(StoreKey key, boolean mayLead, boolean looked) {
    long number = RecentKeys.number(key);
    return part(number).join(key, number, mayLead, looked);
  }

  /** Makes nobody wait for the key for a while. */
  void avoid(StoreKey key) {
    long number = RecentKeys.number(key);
    part(number).avoid(number);
  }

  /** Called after a wait in vain: nobody joins this fetch any more, nor another for a while. */
  void giveUpOn(StoreKey key, SharedFetch fetch) {
    long number = RecentKeys.number(key);
    part(number).giveUpOn(key, number, fetch);
  }

  /**
   * Keeps requests that come from now on from getting an answer asked for before (RFC 9111, section
   * 4.4); {@link Invalidations} keeps that answer out of the store.
   */
  void detach(StoreKey key) {
    part(RecentKeys.number(key)).detach(key);
  }

  private Part part(long number) {
    return parts[(int) Long.remainderUnsigned(number, parts.length)];
  }

  /** The state of some of the keys, under one lock. */
  private static final class Part {
    private final Sharing sharing;
    private final InstantSource clock;
    private final Map<StoreKey, SharedFetch> underWay = new HashMap<>();
    private final RecentKeys unshareable;
    private final RecentKeys stored;

    private Part(Sharing sharing, int mostRemembered, InstantSource clock) {
      this.sharing = sharing;
      this.clock = clock;
      this.unshareable = new RecentKeys(mostRemembered, sharing.remembered());
      this.stored = new RecentKeys(mostRemembered, sharing.remembered());
    }

    private synchronized Place join(StoreKey key, long number, boolean mayLead, boolean looked) {
      SharedFetch fetch = underWay.get(key);
      if (fetch != null && !fetch.isHeldUp()) {
        if (fetch.enter(sharing.mostWaiters())) {
          return new Place.Waits(fetch);
        }
        if (!fetch.isAbandoned()) {
          return ONE_TOO_MANY;
        }
      }
      long now = clock.millis();
      if (!looked && stored.has(number, now)) {
        return LOOKS_AGAIN;
      }
      if (unshareable.has(number, now)) {
        return new Place.Unshareable(fetch(key, number));
      }
      return mayLead ? new Place.Leads(begin(key, number)) : ALONE;
    }

    private SharedFetch begin(StoreKey key, long number) {
      SharedFetch fetch = fetch(key, number);
      underWay.put(key, fetch);
      return fetch;
    }

    private SharedFetch fetch(StoreKey key, long number) {
      return new SharedFetch((ended, end) -> ended(key, number, ended, end), clock);
    }

    private synchronized void ended(StoreKey key, long number, SharedFetch fetch, End end) {
      underWay.remove(key, fetch);
      switch (end) {
        case STORED -> stored.add(number, clock.millis());
        case NOT_STORED -> unshareable.add(number, clock.millis());
        case LEFT -> {}
      }
    }

    private synchronized void avoid(long number) {
      unshareable.add(number, clock.millis());
    }

    private synchronized void giveUpOn(StoreKey key, long number, SharedFetch fetch) {
      underWay.remove(key, fetch);
      unshareable.add(number, clock.millis());
    }

    private synchronized void detach(StoreKey key) {
      underWay.remove(key);
    }
  }
}
