package larder.h2;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import larder.store.StoreGroup;
import larder.store.StoreKey;

/**
 * The changes that are not on disk yet, by key and in their order. A search reads here first and
 * then on disk: a change that reaches the disk in between is seen twice, which does no harm, but is
 * never missed.
 */
final class Overlay {
  private final ConcurrentMap<StoreKey, List<Change>> changes = new ConcurrentHashMap<>();
  private final AtomicInteger waiting = new AtomicInteger();

  /** The changes that wait under that key: a snapshot. */
  List<Change> under(StoreKey key) {
    return changes.getOrDefault(key, List.of());
  }

  /** The keys under which a response of that group is to be stored. */
  List<StoreKey> keys(StoreGroup group) {
    List<StoreKey> keys = new ArrayList<>();
    changes.forEach(
        (key, waiting) -> {
          if (waiting.stream().anyMatch(change -> change.makes(group))) {
            keys.add(key);
          }
        });
    return keys;
  }

  void add(Change change) {
    waiting.incrementAndGet();
    changes.merge(change.key(), List.of(change), Overlay::joined);
  }

  private static List<Change> joined(List<Change> first, List<Change> then) {
    List<Change> joined = new ArrayList<>(first.size() + then.size());
    joined.addAll(first);
    joined.addAll(then);
    return List.copyOf(joined);
  }

  /** All changes that wait now. */
  Map<StoreKey, List<Change>> snapshot() {
    return new HashMap<>(changes);
  }

  int waiting() {
    return waiting.get();
  }

  /** The changes of a snapshot are on disk; later ones stay. */
  void forget(Map<StoreKey, List<Change>> written) {
    waiting.addAndGet(-count(written));
    written.forEach(
        (key, done) ->
            changes.computeIfPresent(
                key,
                (k, all) ->
                    all.size() == done.size() ? null : all.subList(done.size(), all.size())));
  }

  /**
   * The changes of a snapshot could not be written: until a later write succeeds, nothing on disk
   * under their keys may be trusted.
   */
  void distrust(Map<StoreKey, List<Change>> unwritten) {
    waiting.addAndGet(unwritten.size() - count(unwritten));
    unwritten.forEach(
        (key, lost) ->
            changes.computeIfPresent(
                key,
                (k, all) ->
                    joined(
                        List.of(new Change.Invalidate(key)),
                        all.subList(lost.size(), all.size()))));
  }

  /** The ages of the responses to be stored are no longer known. */
  void loseTimes() {
    changes.replaceAll((key, all) -> all.stream().map(Change::withoutTimes).toList());
  }

  static int count(Map<StoreKey, List<Change>> snapshot) {
    return snapshot.values().stream().mapToInt(List::size).sum();
  }

  boolean isEmpty() {
    return changes.isEmpty();
  }

  /** Whether a change is to remove something that may be on disk. */
  boolean hasRemovals() {
    return changes.values().stream().flatMap(List::stream).anyMatch(Change::removes);
  }

  int keys() {
    return changes.size();
  }
}
