package larder.memory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import larder.http.Fields;
import larder.store.StoreGroup;
import larder.store.StoredResponse;
import org.jspecify.annotations.Nullable;

/**
 * All responses stored under one key at one moment, most recently received first. Immutable: a
 * change makes another one, so that finding costs only a look-up. A response that is alone under
 * its key, as most are, is its own {@code Variants}.
 */
sealed interface Variants permits MemoryResponse, Variants.Several {
  /** The responses, at least one. */
  List<MemoryResponse> responses();

  /** The groups that any of them belongs to. */
  Set<StoreGroup> groups();

  /** The weight in bytes of heads, contents and key; at most {@link Integer#MAX_VALUE}. */
  int weight();

  /** The responses as a look-up returns them; an immutable list is not copied. */
  default List<StoredResponse> found() {
    return List.copyOf(responses());
  }

  /**
   * These with one added, which replaces the one with the same selecting fields; unchanged if that
   * one was requested later. If they are too many or too large, those received first are left out,
   * but not the added one.
   */
  static Variants with(@Nullable Variants before, MemoryResponse added, MemorySettings settings) {
    if (before == null) {
      return added;
    }
    for (MemoryResponse stored : before.responses()) {
      if (stored.head().outlasts(added.head())) {
        return before;
      }
    }
    Fields selecting = added.head().selecting();
    List<MemoryResponse> after = new ArrayList<>(before.responses());
    after.removeIf(stored -> stored.head().selecting().equals(selecting));
    after.addFirst(added);
    after.sort(Several.NEWEST_FIRST);
    long bound = Math.min(settings.maxBytes(), Integer.MAX_VALUE);
    while (after.size() > 1
        && (after.size() > settings.maxVariants() || Several.weightOf(after) > bound)) {
      after.remove(oldestOther(after, added));
    }
    return of(after);
  }

  private static int oldestOther(List<MemoryResponse> sorted, MemoryResponse kept) {
    int last = sorted.size() - 1;
    return sorted.get(last).isSame(kept) ? last - 1 : last;
  }

  private static Variants of(List<MemoryResponse> sorted) {
    return sorted.size() == 1 ? sorted.getFirst() : new Several(sorted);
  }

  /**
   * These with a version that replaces the one with the same content; unchanged if that is not
   * here, or was requested later.
   */
  default Variants replacing(MemoryResponse by) {
    if (!has(by)) {
      return this;
    }
    List<MemoryResponse> after = new ArrayList<>(responses());
    after.replaceAll(
        other -> other.isSame(by) && !other.head().isRequestedAfter(by.head()) ? by : other);
    after.sort(Several.NEWEST_FIRST);
    return of(after);
  }

  /** These without one; null if nothing is left, unchanged if it is not here. */
  default @Nullable Variants without(MemoryResponse stored) {
    if (!has(stored)) {
      return this;
    }
    List<MemoryResponse> after = new ArrayList<>(responses());
    after.removeIf(other -> other.isSame(stored));
    return after.isEmpty() ? null : of(after);
  }

  /** Tells those that are gone after a change that they are removed. */
  static void removed(@Nullable Variants before, @Nullable Variants after) {
    if (before == null) {
      return;
    }
    for (MemoryResponse stored : before.responses()) {
      if (after == null || !after.has(stored)) {
        stored.removed();
      }
    }
  }

  default boolean has(MemoryResponse stored) {
    for (MemoryResponse other : responses()) {
      if (other.isSame(stored)) {
        return true;
      }
    }
    return false;
  }

  /** At least two. */
  final class Several implements Variants {
    private static final Comparator<MemoryResponse> NEWEST_FIRST =
        Comparator.comparing((MemoryResponse stored) -> stored.head().receivedAt()).reversed();

    private final List<MemoryResponse> responses;
    private final Set<StoreGroup> groups;
    private final int weight;

    private Several(List<MemoryResponse> sorted) {
      this.responses = List.copyOf(sorted);
      this.groups = groupsOf(sorted);
      this.weight = (int) Math.min(weightOf(sorted), Integer.MAX_VALUE);
    }

    private static Set<StoreGroup> groupsOf(List<MemoryResponse> responses) {
      Set<StoreGroup> groups = new HashSet<>();
      for (MemoryResponse stored : responses) {
        groups.addAll(stored.groups());
      }
      return Set.copyOf(groups);
    }

    /** Counts the key again for each: an overestimate is better than an underestimate. */
    private static long weightOf(List<MemoryResponse> responses) {
      long weight = HeapSize.SEVERAL;
      for (MemoryResponse stored : responses) {
        weight += stored.weight();
      }
      return weight;
    }

    @Override
    public List<MemoryResponse> responses() {
      return responses;
    }

    @Override
    public Set<StoreGroup> groups() {
      return groups;
    }

    @Override
    public int weight() {
      return weight;
    }
  }
}
