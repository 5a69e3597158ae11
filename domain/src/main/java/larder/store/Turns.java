package larder.store;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets changes to one key come one after the other, and tells whether there was one since. Keys
 * share counts and locks: a change to one may look like a change to another, never the other way
 * round. A change has to be quick: others wait for it.
 */
final class Turns {
  private static final int COUNTS = 1 << 16;
  private static final int LOCKS = 1 << 10;

  private final AtomicIntegerArray counts = new AtomicIntegerArray(COUNTS);
  private final Lock[] locks = new Lock[LOCKS];

  /** How many changes to any number of keys there were; such a change is alone. */
  private final AtomicInteger ofAll = new AtomicInteger();

  Turns() {
    for (int i = 0; i < LOCKS; i++) {
      locks[i] = new ReentrantLock();
    }
  }

  /**
   * The turn of the last change that has ended, to be asked for before looking at a store: one that
   * is under way by then may be seen or not, and counts when it ends.
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

  /** The same, if there was no change since that turn: says whether. */
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

  /** Acts, unless there was a change since that turn; holds off the next one meanwhile. */
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

  /** Makes a change to nobody knows how many keys, while there is no other one. */
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
