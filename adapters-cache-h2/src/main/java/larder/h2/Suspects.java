package larder.h2;

import java.io.IOException;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Places where something else than a live record may lie, each of them once, and a bounded number:
 * what is left out is suspected again by whoever comes to it next. Any thread adds to them, and one
 * looks at them.
 */
final class Suspects {
  static final int MOST = 1024;

  private final Set<Places.Slot> slots = ConcurrentHashMap.newKeySet();

  /** What looks at one of them. */
  @FunctionalInterface
  interface Look {
    void at(Places.Slot slot) throws IOException;
  }

  /** Says false if it is left out. */
  boolean add(long hash, long place) {
    Places.Slot slot = new Places.Slot(hash, place);
    if (slots.size() < MOST) {
      slots.add(slot);
      return true;
    }
    return slots.contains(slot);
  }

  /** Each of them is looked at once; those that are left when that fails are suspected no more. */
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
