package larder.h2;

/**
 * Remembers keys whose responses were evicted before they were requested twice: if such a key is
 * stored again soon, it goes to a main pack at once. A table with one slot per hash, so later keys
 * push out earlier ones. For one thread.
 */
final class Ghosts {
  private static final int LEAST = 1 << 10;
  private static final int MOST = 1 << 22;

  private int[] marks = new int[LEAST];

  /**
   * @param stored how many responses are stored: about as many keys are remembered
   */
  void add(long hash, int stored) {
    int wanted = Math.clamp(Integer.highestOneBit(Math.max(1, stored)), LEAST, MOST);
    if (wanted > marks.length) {
      grow(wanted);
    }
    marks[slot(hash)] = mark(hash);
  }

  /** The new slot of a mark is not known, so the mark goes into all that are possible. */
  private void grow(int wanted) {
    int[] before = marks;
    marks = new int[wanted];
    for (int i = 0; i < wanted; i++) {
      marks[i] = before[i & (before.length - 1)];
    }
  }

  /** Forgets the key; returns whether it was remembered. */
  boolean remove(long hash) {
    int slot = slot(hash);
    boolean known = marks[slot] == mark(hash);
    if (known) {
      marks[slot] = 0;
    }
    return known;
  }

  private int slot(long hash) {
    return (int) hash & (marks.length - 1);
  }

  /** Never 0. */
  private static int mark(long hash) {
    return (int) (hash ^ (hash >>> 32)) | 1;
  }
}
