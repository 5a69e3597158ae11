package larder.app.chaos;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/** How the exchanges of all clients ended. */
final class Outcomes {
  private static final int TOLD = 20;

  private final ConcurrentMap<String, AtomicLong> counts = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
  private final AtomicLong wrongs = new AtomicLong();

  /** As it may be. */
  void add(String what) {
    counts.computeIfAbsent(what, each -> new AtomicLong()).incrementAndGet();
  }

  /** As it may never be. */
  void addWrong(String what) {
    if (wrongs.incrementAndGet() <= TOLD) {
      wrong.add(what);
    }
  }

  long count(String what) {
    AtomicLong count = counts.get(what);
    return count == null ? 0 : count.get();
  }

  /** The first of those that may never be. */
  List<String> wrong() {
    return List.copyOf(wrong);
  }

  Map<String, AtomicLong> all() {
    return new TreeMap<>(counts);
  }
}
