package larder.store;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Lets changes to one key come one after the other, and tells whether there was one since. Keys
 * share counts and locks: a change to one may look like a change to another, never the other way
 * round.
 */
final class Turns {
  private static final int COUNTS = 1 << 16;
  private static final int LOCKS = 1 << 10;

  private final AtomicIntegerArray counts = new AtomicIntegerArray(COUNTS);
  private final Object[] locks = new Object[LOCKS];

  Turns() {
    for (int i = 0; i < LOCKS; i++) {
      locks[i] = new Object();
    }
  }

  /** The turn of the last change that began. */
  int now(StoreKey key) {
    return counts.get(spread(key) & (COUNTS - 1));
  }

  /** Makes a change in a turn of its own. */
  void take(StoreKey key, Runnable change) {
    synchronized (lock(key)) {
      counts.incrementAndGet(spread(key) & (COUNTS - 1));
      change.run();
    }
  }

  /** Acts, unless there was a change since that turn; holds off the next one meanwhile. */
  void ifStill(StoreKey key, int turn, Runnable action) {
    synchronized (lock(key)) {
      if (now(key) == turn) {
        action.run();
      }
    }
  }

  private Object lock(StoreKey key) {
    return locks[spread(key) & (LOCKS - 1)];
  }

  private static int spread(StoreKey key) {
    int hash = key.hashCode();
    return hash ^ hash >>> 16;
  }
}
