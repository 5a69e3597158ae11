package larder.store;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * When the latest of the responses committed or freshened under a key was requested. Keys share
 * places: the time may seem later than it was, never earlier. Safe for all threads.
 */
final class LatestRequests {
  private static final int PLACES = 1 << 16;
  private static final long NANOS = 1_000_000_000;

  /** Nearly three centuries in either direction. */
  private static final long MOST_SECONDS = Long.MAX_VALUE / NANOS - 1;

  /** In nanoseconds. */
  private final AtomicLongArray times = new AtomicLongArray(PLACES);

  /** Forgets all times. */
  void forget() {
    for (int i = 0; i < PLACES; i++) {
      times.set(i, 0);
    }
  }

  /** Notes one more time; returns whether a later one may have been noted before. */
  boolean note(StoreKey key, Instant requestedAt) {
    long time = nanos(requestedAt);
    return times.accumulateAndGet(place(key), time, Math::max) > time;
  }

  private static long nanos(Instant time) {
    long seconds = Math.clamp(time.getEpochSecond(), -MOST_SECONDS, MOST_SECONDS);
    return seconds * NANOS + time.getNano();
  }

  private static int place(StoreKey key) {
    int hash = key.hashCode();
    return (hash ^ hash >>> 16) & (PLACES - 1);
  }
}
