package larder.store;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

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

  /** How many changes to any number of keys there were; such a change is alone. */
  private final AtomicInteger ofAll = new AtomicInteger();

  private final ReadWriteLock alone = new ReentrantReadWriteLock();

  Turns() {
    for (int i = 0; i < LOCKS; i++) {
      locks[i] = new Object();
    }
  }

  /** The turn of the last change that began. */
  int now(StoreKey key) {
    return counts.get(spread(key) & (COUNTS - 1)) + ofAll.get();
  }

  /** Makes a change in a turn of its own. */
  void take(StoreKey key, Runnable change) {
    alone.readLock().lock();
    try {
      synchronized (lock(key)) {
        counts.incrementAndGet(spread(key) & (COUNTS - 1));
        change.run();
      }
    } finally {
      alone.readLock().unlock();
    }
  }

  /**
   * Makes a change to nobody knows how many keys, while there is no other one: it had better be
   * quick.
   */
  void takeAll(Runnable change) {
    alone.writeLock().lock();
    try {
      ofAll.incrementAndGet();
      change.run();
    } finally {
      alone.writeLock().unlock();
    }
  }

  /** Acts, unless there was a change since that turn; holds off the next one meanwhile. */
  void ifStill(StoreKey key, int turn, Runnable action) {
    alone.readLock().lock();
    try {
      synchronized (lock(key)) {
        if (now(key) == turn) {
          action.run();
        }
      }
    } finally {
      alone.readLock().unlock();
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
