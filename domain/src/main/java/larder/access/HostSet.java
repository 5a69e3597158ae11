package larder.access;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import larder.http.IpAddress;

/**
 * The hosts that match any of a list of patterns. A look-up takes as long with ten patterns as with
 * a hundred thousand. Immutable.
 */
final class HostSet {
  private final List<HostPattern> patterns;
  private final Set<String> names;
  private final Set<String> domains;
  private final int longestDomain;
  private final IpRanges ranges;

  private HostSet(
      List<HostPattern> patterns, Set<String> names, Set<String> domains, IpRanges ranges) {
    this.patterns = patterns;
    this.names = Set.copyOf(names);
    this.domains = Set.copyOf(domains);
    this.longestDomain = domains.stream().mapToInt(String::length).max().orElse(0);
    this.ranges = ranges;
  }

  static HostSet of(List<HostPattern> patterns) {
    Set<String> names = new HashSet<>();
    Set<String> domains = new HashSet<>();
    List<IpRange> ranges = new ArrayList<>();
    for (HostPattern pattern : patterns) {
      switch (pattern) {
        case HostPattern.Everywhere _ -> {}
        case HostPattern.Name(String name) -> names.add(name);
        case HostPattern.Below(String domain, boolean itself) -> {
          domains.add(domain);
          if (itself) {
            names.add(domain);
          }
        }
        case HostPattern.Addresses(IpRange range) -> ranges.add(range);
      }
    }
    return new HostSet(List.copyOf(patterns), names, domains, IpRanges.of(ranges));
  }

  /** The patterns, in the given order. */
  List<HostPattern> patterns() {
    return patterns;
  }

  boolean isEmpty() {
    return patterns.isEmpty();
  }

  /** Whether one pattern is {@code *}, which has neither a name nor a range. */
  boolean hasEverywhere() {
    return patterns.contains(HostPattern.EVERYWHERE);
  }

  boolean hasRanges() {
    return !ranges.isEmpty();
  }

  /** Whether a pattern matches this name, given in lower case and without a final dot. */
  boolean names(String host) {
    return names.contains(host) || (!domains.isEmpty() && liesBelow(host));
  }

  /** Looks only at the end, as long as the longest domain: clients may send names of any length. */
  private boolean liesBelow(String host) {
    int dot = host.indexOf('.', Math.max(1, host.length() - longestDomain - 1));
    while (dot >= 0) {
      if (domains.contains(host.substring(dot + 1))) {
        return true;
      }
      dot = host.indexOf('.', dot + 1);
    }
    return false;
  }

  /** Whether a pattern is a range that contains the address. */
  boolean contains(IpAddress address) {
    return ranges.contains(address);
  }
}
