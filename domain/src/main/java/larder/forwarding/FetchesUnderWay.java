package larder.forwarding;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import larder.forwarding.SharedFetch.End;
import larder.store.StoreKey;
import org.jspecify.annotations.Nullable;

/**
 * The fetches that others may join: one for a key at a time, each led by the exchange that asks the
 * origin. Remembers for a while which keys turned out not to be shareable, so that nobody waits for
 * those, and which were stored: who looked for one just before that had better look again. Safe for
 * all threads; no hit comes here, and few exchanges share a lock.
 */
final class FetchesUnderWay {
  private static final int MOST_PARTS = 64;
  private static final int LEAST_REMEMBERED_BY_ONE = 64;
  private static final int GOLDEN_RATIO = 0x9e3779b9;

  /** By the key's hash. */
  private final Part[] parts;

  /** What an exchange that has to ask the origin is to do. */
  sealed interface Place {
    /** Ask, for all that come meanwhile; it has to tell the fetch how that goes. */
    record Leads(SharedFetch fetch) implements Place {}

    /** Wait; it has to leave the fetch in the end. */
    record Waits(SharedFetch fetch) implements Place {}

    /** Look into the store once more, and then come again. */
    record LooksAgain() implements Place {}

    /**
     * Ask for itself.
     *
     * @param why it does not wait; null if there was nothing to wait for
     */
    record Alone(@Nullable WaitEnd why) implements Place {}
  }

  private static final Place LOOKS_AGAIN = new Place.LooksAgain();
  private static final Place ALONE = new Place.Alone(null);
  private static final Place KNOWN = new Place.Alone(WaitEnd.NOT_STORED);
  private static final Place ONE_TOO_MANY = new Place.Alone(WaitEnd.TOO_MANY_WAITERS);

  FetchesUnderWay(Sharing sharing, InstantSource clock) {
    int count = Math.clamp(sharing.mostRemembered() / LEAST_REMEMBERED_BY_ONE, 1, MOST_PARTS);
    parts = new Part[count];
    Arrays.setAll(parts, i -> new Part(sharing, sharing.mostRemembered() / count, clock));
  }

  /**
   * @param mayLead whether the answer to this request can be expected to serve others
   * @param looked whether it has looked into the store again
   */
  Place join(StoreKey key, boolean mayLead, boolean looked) {
    return part(key).join(key, mayLead, looked);
  }

  /** Nobody waits for that key for a while. */
  void avoid(StoreKey key) {
    part(key).avoid(key);
  }

  /** Whoever comes from now on must not get what was asked for before (RFC 9111, section 4.4). */
  void detach(StoreKey key) {
    part(key).detach(key);
  }

  private Part part(StoreKey key) {
    int spread = key.hashCode() * GOLDEN_RATIO; // targets that follow each other have hashes alike
    return parts[Math.floorMod(spread ^ spread >>> 16, parts.length)];
  }

  /** What concerns some of the keys, under its lock. */
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

    private synchronized Place join(StoreKey key, boolean mayLead, boolean looked) {
      SharedFetch fetch = underWay.get(key);
      if (fetch != null && !fetch.isAbandoned() && !fetch.isHeldUp()) {
        return fetch.enter(sharing.mostWaiters()) ? new Place.Waits(fetch) : ONE_TOO_MANY;
      }
      Instant now = clock.instant();
      if (!looked && stored.has(key, now)) {
        return LOOKS_AGAIN;
      }
      if (unshareable.has(key, now)) {
        return KNOWN;
      }
      return mayLead ? new Place.Leads(begin(key)) : ALONE;
    }

    private SharedFetch begin(StoreKey key) {
      SharedFetch fetch = new SharedFetch((ended, end) -> ended(key, ended, end), clock);
      underWay.put(key, fetch);
      return fetch;
    }

    private synchronized void ended(StoreKey key, SharedFetch fetch, End end) {
      underWay.remove(key, fetch);
      switch (end) {
        case STORED -> stored.add(key, clock.instant());
        case NOT_STORED -> unshareable.add(key, clock.instant());
        case LEFT -> {}
      }
    }

    private synchronized void avoid(StoreKey key) {
      unshareable.add(key, clock.instant());
    }

    private synchronized void detach(StoreKey key) {
      underWay.remove(key);
    }
  }
}
