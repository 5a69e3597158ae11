package larder.h2;

import java.io.IOException;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Places that may have no live record: each of them once, in a bounded number. Those left out are
 * suspected again by the next reader. Any thread adds places; one thread looks at them.
 */
final class Suspects {
  static final int MOST = 1024;

  private final Set<Places.Slot> slots = ConcurrentHashMap.newKeySet();

  /** Looks at one place. */
  @FunctionalInterface
  interface Look {
    void at(Places.Slot slot) throws IOException;
  }

  /** Returns false if there are too many to add it. */
  boolean add(long hash, long place) {
    Places.Slot slot = new Places.Slot(hash, place);
    if (slots.size() < MOST) {
      slots.add(slot);
      return true;
    }
    return slots.contains(slot);
  }

  /** Looks at each place once. If that fails, the remaining ones are dropped. */
  void lookAtAll(Look look) throws IOException {
    try {
      for (Iterator<Places.Slot> all = slots.iterator(); all.hasNext(); ) {
        Places.Slot slot = all.next();
        all.remove();
        look.at(slot);
      }
    } catch (IOException e) {
      slots.clear();
      throw e;
    }
  }

  int size() {
    return slots.size();
  }
}
