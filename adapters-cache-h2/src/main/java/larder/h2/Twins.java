package larder.h2;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Records of one key that are the same response: a killed process may have written a later one
 * before it marked the earlier one as dead.
 */
final class Twins {
  private static final Comparator<H2Response> LATEST_FIRST =
      Comparator.comparingLong((H2Response stored) -> stored.stored().header().sequence())
          .thenComparingLong(stored -> stored.stored().place())
          .reversed();

  private Twins() {}

  /** Keeps the latest of each; returns the ones removed. */
  static List<H2Response> takeFrom(List<H2Response> found) {
    if (found.size() < 2) {
      return List.of();
    }
    found.sort(LATEST_FIRST);
    List<H2Response> superfluous = new ArrayList<>();
    for (int i = found.size() - 1; i > 0; i--) {
      H2Response stored = found.get(i);
      if (found.subList(0, i).stream().anyMatch(later -> areTwins(later, stored))) {
        superfluous.add(found.remove(i));
      }
    }
    return superfluous;
  }

  private static boolean areTwins(H2Response later, H2Response stored) {
    return later.id() == stored.id() || later.head().selecting().equals(stored.head().selecting());
  }
}
