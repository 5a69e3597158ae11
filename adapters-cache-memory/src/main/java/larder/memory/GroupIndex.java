package larder.memory;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import larder.store.StoreGroup;
import larder.store.StoreKey;

/**
 * The keys under which groups have responses. Safe for all threads; one at a time changes a key.
 */
class GroupIndex {
  private final ConcurrentMap<StoreGroup, Set<StoreKey>> keys = new ConcurrentHashMap<>();

  /**
   * Notes that the responses of a key changed their groups. Adds before it removes: if there is no
   * memory to add one, the key is still under all of its groups from before.
   */
  void change(StoreKey key, Set<StoreGroup> before, Set<StoreGroup> after) {
    for (StoreGroup group : after) {
      if (!before.contains(group)) {
        add(group, key);
      }
    }
    for (StoreGroup group : before) {
      if (!after.contains(group)) {
        remove(group, key);
      }
    }
  }

  void add(StoreGroup group, StoreKey key) {
    keys.compute(
        group,
        (g, present) -> {
          Set<StoreKey> members = present == null ? ConcurrentHashMap.newKeySet() : present;
          members.add(key);
          return members;
        });
  }

  private void remove(StoreGroup group, StoreKey key) {
    keys.computeIfPresent(
        group,
        (g, members) -> {
          members.remove(key);
          return members.isEmpty() ? null : members;
        });
  }

  /** A copy of the present keys. */
  List<StoreKey> keys(StoreGroup group) {
    return List.copyOf(keys.getOrDefault(group, Set.of()));
  }

  boolean isEmpty() {
    return keys.isEmpty();
  }
}
