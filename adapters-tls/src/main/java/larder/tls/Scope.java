package larder.tls;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import larder.access.HostPattern;
import larder.access.IpRange;
import larder.http.IpAddress;

/**
 * The hosts that an authority may sign for: its name constraints (RFC 5280, section 4.2.1.10).
 *
 * @param everything whether there is no constraint
 * @param domains each includes all its subdomains; the RFC offers no other way
 */
public record Scope(boolean everything, List<String> domains, List<IpRange> ranges) {
  /** All hosts. */
  public static final Scope EVERYTHING = new Scope(true, List.of(), List.of());

  public Scope {
    domains = List.copyOf(new TreeSet<>(domains));
    ranges = List.copyOf(ranges);
  }

  /**
   * The smallest scope that includes those hosts.
   *
   * @throws IllegalArgumentException if there are no hosts, or {@code *} is one of them
   */
  public static Scope of(List<HostPattern> hosts) {
    List<String> domains = new ArrayList<>();
    List<IpRange> ranges = new ArrayList<>();
    for (HostPattern pattern : hosts) {
      switch (pattern) {
        case HostPattern.Name(String name) -> domains.add(name);
        case HostPattern.Below(String domain, boolean _) -> domains.add(domain);
        case HostPattern.Addresses(IpRange range) -> ranges.add(range);
        case HostPattern.Everywhere _ ->
            throw new IllegalArgumentException("'*' is no list of hosts: say all if you mean it");
      }
    }
    if (domains.isEmpty() && ranges.isEmpty()) {
      throw new IllegalArgumentException("No host to vouch for");
    }
    return new Scope(false, domains, ranges);
  }

  /** Whether this scope includes all of the other. */
  public boolean covers(Scope other) {
    return everything
        || (!other.everything
            && other.domains.stream().allMatch(this::coversDomain)
            && other.ranges.stream().allMatch(this::coversRange));
  }

  /** Whether this scope includes the host. */
  public boolean includes(String host) {
    IpAddress address = IpAddress.parse(host);
    return everything
        || (address == null
            ? coversDomain(host)
            : coversRange(new IpRange(address, address.bits())));
  }

  private boolean coversDomain(String domain) {
    return domains.stream().anyMatch(each -> domain.equals(each) || domain.endsWith("." + each));
  }

  private boolean coversRange(IpRange range) {
    return ranges.stream()
        .anyMatch(each -> range.bits() >= each.bits() && each.contains(range.address()));
  }

  /** A description for users. */
  @Override
  public String toString() {
    return everything
        ? "all hosts"
        : Stream.concat(
                domains.stream().map(domain -> domain + " and below"),
                ranges.stream().map(IpRange::toString))
            .collect(Collectors.joining(", "));
  }
}
