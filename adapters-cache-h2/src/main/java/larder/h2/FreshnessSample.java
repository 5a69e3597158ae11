package larder.h2;

import java.util.Arrays;

/** Until when a sample of a pack's records is fresh. */
final class FreshnessSample {
  private static final int MOST = 64;

  private final long[] sorted;

  private FreshnessSample(long[] sorted) {
    this.sorted = sorted;
  }

  static FreshnessSample of(Entries entries) {
    int count = Math.min(MOST, entries.count());
    long[] sample = new long[count];
    for (int i = 0; i < count; i++) {
      sample[i] = entries.freshUntil((int) ((long) i * entries.count() / count));
    }
    Arrays.sort(sample);
    return new FreshnessSample(sample);
  }

  /** The share of the sample that is stale at that second of the epoch. */
  double staleShare(long now) {
    if (sorted.length == 0) {
      return 0;
    }
    int found = Arrays.binarySearch(sorted, now);
    return (double) (found < 0 ? -found - 1 : found) / sorted.length;
  }
}
