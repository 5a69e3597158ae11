package larder.access;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import larder.http.IpAddress;

/**
 * The addresses in many ranges. The cost of a look-up grows with the logarithm of their number.
 * Immutable.
 */
final class IpRanges {
  /** Disjoint: of two ranges that overlap, one contains the other, and the smaller adds nothing. */
  private final List<IpRange> apart;

  private final IpAddress[] firsts;

  private IpRanges(List<IpRange> apart) {
    this.apart = List.copyOf(apart);
    this.firsts = apart.stream().map(IpRange::first).toArray(IpAddress[]::new);
  }

  static IpRanges of(Collection<IpRange> ranges) {
    List<IpRange> apart = new ArrayList<>();
    for (IpRange range : ranges.stream().sorted(IpRanges::largerFirst).toList()) {
      if (apart.isEmpty() || !apart.getLast().contains(range.address())) {
        apart.add(range);
      }
    }
    return new IpRanges(apart);
  }

  private static int largerFirst(IpRange one, IpRange other) {
    int byFirst = one.first().compareTo(other.first());
    return byFirst != 0 ? byFirst : Integer.compare(one.bits(), other.bits());
  }

  boolean isEmpty() {
    return apart.isEmpty();
  }

  boolean contains(IpAddress address) {
    int found = Arrays.binarySearch(firsts, address);
    int last = found < 0 ? -found - 2 : found;
    return last >= 0 && apart.get(last).contains(address);
  }
}
