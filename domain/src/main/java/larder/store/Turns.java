package larder.store;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Makes changes to one key follow one another, and tells whether a key has changed since an earlier
 * moment. Keys share counts and locks: a change to one may look like a change to another, but no
 * change is missed. Changes must be quick, because others wait for them.
 */
final class Turns {
  private static final int COUNTS = 1 << 16;
  private static final int LOCKS = 1 << 10;

  private final AtomicIntegerArray counts = new AtomicIntegerArray(COUNTS);
  private final Lock[] locks = new Lock[LOCKS];

  /** How many changes to any number of keys there were; such a change excludes all others. */
  private final AtomicInteger ofAll = new AtomicInteger();

  Turns() {
    for (int i = 0; i < LOCKS; i++) {
      locks[i] = new ReentrantLock();
    }
  }

  /**
   * The turn of the last change that has ended. Ask for it before looking into a store: a change
   * under way at that time may be seen or not, and counts when it ends.
   */
  int now(StoreKey key) {
    return counts.get(spread(key) & (COUNTS - 1)) + ofAll.get();
  }

  /** Makes a change in a turn of its own. */
  void take(StoreKey key, Runnable change) {
    Lock lock = lock(key);
    lock.lock();
    try {
      changeAndCount(key, change);
    } finally {
      lock.unlock();
    }
  }

  /** As {@link #take}, unless there was a change since the turn; returns whether it did. */
  boolean takeIfStill(StoreKey key, int turn, Runnable change) {
    return ifStill(key, turn, () -> changeAndCount(key, change));
  }

  private void changeAndCount(StoreKey key, Runnable change) {
    try {
      change.run();
    } finally {
      counts.incrementAndGet(spread(key) & (COUNTS - 1));
    }
  }

  /**
   * Acts, unless there was a change since the turn; returns whether it did. Blocks the next one.
   */
  boolean ifStill(StoreKey key, int turn, Runnable action) {
    Lock lock = lock(key);
    lock.lock();
    try {
      boolean still = now(key) == turn;
      if (still) {
        action.run();
      }
      return still;
    } finally {
      lock.unlock();
    }
  }

  /** Makes a change to an unknown number of keys, while there is no other change. */
  void takeAll(Runnable change) {
    int held = 0;
    try {
      while (held < LOCKS) {
        locks[held].lock();
        held++;
      }
      change.run();
    } finally {
      ofAll.incrementAndGet();
      while (held > 0) {
        locks[--held].unlock();
      }
    }
  }

  private Lock lock(StoreKey key) {
    return locks[spread(key) & (LOCKS - 1)];
  }

  private static int spread(StoreKey key) {
    int hash = key.hashCode();
    return hash ^ hash >>> 16;
  }
}
