package larder.memory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import larder.http.Fields;
import larder.store.StoreGroup;
import larder.store.StoreKey;
import larder.store.StoredResponse;
import org.jspecify.annotations.Nullable;

/**
 * All responses stored under one key at one moment, the one received last first. Immutable: a
 * change makes another one, so that finding costs a look-up and nothing else.
 */
final class Variants {
  private static final Comparator<MemoryResponse> NEWEST_FIRST =
      Comparator.comparing((MemoryResponse stored) -> stored.head().receivedAt()).reversed();

  private final List<MemoryResponse> responses;
  private final Set<StoreGroup> groups;
  private final int weight;

  /** The responses are at least one. */
  private Variants(StoreKey key, List<MemoryResponse> responses) {
    this.responses = List.copyOf(responses);
    this.groups = groupsOf(responses);
    this.weight = Math.toIntExact(weightOf(key, responses));
  }

  private static Set<StoreGroup> groupsOf(List<MemoryResponse> responses) {
    Set<StoreGroup> groups = Set.of();
    for (MemoryResponse stored : responses) {
      if (!stored.groups().isEmpty()) {
        groups = new HashSet<>(groups);
        groups.addAll(stored.groups());
      }
    }
    return groups;
  }

  private static long weightOf(StoreKey key, List<MemoryResponse> responses) {
    long weight = HeapSize.of(key) + HeapSize.OBJECT + HeapSize.ARRAY;
    for (MemoryResponse stored : responses) {
      weight += stored.heapBytes();
    }
    return weight;
  }

  /**
   * With the given one in the place of the one with the same selecting fields. Of too many, or of
   * more than fits, the ones received first are left out.
   */
  static Variants with(@Nullable Variants before, MemoryResponse added, MemorySettings settings) {
    List<MemoryResponse> after = new ArrayList<>();
    after.add(added);
    if (before != null) {
      Fields selecting = added.head().selecting();
      for (MemoryResponse stored : before.responses) {
        if (!stored.head().selecting().equals(selecting)) {
          after.add(stored);
        }
      }
    }
    after.sort(NEWEST_FIRST);
    long bound = Math.min(settings.maxBytes(), Integer.MAX_VALUE);
    while (after.size() > 1
        && (after.size() > settings.maxVariants() || weightOf(added.key(), after) > bound)) {
      after.remove(oldestOther(after, added));
    }
    return new Variants(added.key(), after);
  }

  private static int oldestOther(List<MemoryResponse> sorted, MemoryResponse kept) {
    int last = sorted.size() - 1;
    return sorted.get(last).isSame(kept) ? last - 1 : last;
  }

  /** With another version in the place of the same one; unchanged if it is not here. */
  Variants replacing(MemoryResponse stored, MemoryResponse by) {
    if (!has(stored)) {
      return this;
    }
    List<MemoryResponse> after = new ArrayList<>(responses);
    after.replaceAll(other -> other.isSame(stored) ? by : other);
    after.sort(NEWEST_FIRST);
    return new Variants(stored.key(), after);
  }

  /** Without that one; null if nothing is left, unchanged if it is not here. */
  @Nullable Variants without(MemoryResponse stored) {
    if (!has(stored)) {
      return this;
    }
    if (responses.size() == 1) {
      return null;
    }
    List<MemoryResponse> after = new ArrayList<>(responses);
    after.removeIf(other -> other.isSame(stored));
    return new Variants(stored.key(), after);
  }

  private boolean has(MemoryResponse stored) {
    for (MemoryResponse other : responses) {
      if (other.isSame(stored)) {
        return true;
      }
    }
    return false;
  }

  /** No copy is made: the list is immutable already. */
  List<StoredResponse> responses() {
    return List.copyOf(responses);
  }

  /** Those that any of them belongs to. */
  Set<StoreGroup> groups() {
    return groups;
  }

  /** In bytes, heads, contents and key. */
  int weight() {
    return weight;
  }
}
