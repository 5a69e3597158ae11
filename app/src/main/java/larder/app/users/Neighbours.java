package larder.app.users;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import larder.http.IpAddress;

/**
 * Knows what counts as one where addresses take turns. Whoever comes from afar by IPv6 has all of a
 * /64 as a rule (RFC 6177), but on a network that we are on ourselves, or whose addresses mean
 * nothing elsewhere, many machines share one: there each address is by itself. Safe for all
 * threads.
 */
final class Neighbours {
  private static final int NETWORK_OF_ONE = 64;
  private static final long GOOD_FOR = Duration.ofSeconds(10).toNanos();
  private static final IpAddress LINK_LOCAL = Objects.requireNonNull(IpAddress.parse("fe80::"));
  private static final IpAddress UNIQUE_LOCAL = Objects.requireNonNull(IpAddress.parse("fc00::"));

  private final Supplier<List<IpAddress>> ours;
  private final LongSupplier nanos;
  private volatile Known known;

  /** The networks that we were on. */
  private record Known(Set<IpAddress> networks, long at) {}

  /**
   * @param ours the addresses that this machine has now; is asked every few seconds at most
   */
  Neighbours(Supplier<List<IpAddress>> ours, LongSupplier nanos) {
    this.ours = ours;
    this.nanos = nanos;
    this.known = new Known(Set.of(), nanos.getAsLong() - GOOD_FOR);
  }

  /** The address itself, or the network that it has for itself. */
  IpAddress one(IpAddress client) {
    if (client.isIpv4() || isLocal(client)) {
      return client;
    }
    IpAddress network = network(client);
    return networks().contains(network) ? client : network;
  }

  /** The network that all its neighbours are on, be they many machines or one. */
  static IpAddress network(IpAddress client) {
    return client.isIpv4() ? client : client.network(NETWORK_OF_ONE);
  }

  /** RFC 4291, section 2.5.6, and RFC 4193. */
  private static boolean isLocal(IpAddress client) {
    return client.sharesPrefix(LINK_LOCAL, 10) || client.sharesPrefix(UNIQUE_LOCAL, 7);
  }

  private Set<IpAddress> networks() {
    Known last = known;
    long now = nanos.getAsLong();
    if (now - last.at >= GOOD_FOR) {
      last = new Known(networks(ours.get()), now);
      known = last;
    }
    return last.networks;
  }

  private static Set<IpAddress> networks(List<IpAddress> addresses) {
    return addresses.stream()
        .filter(address -> !address.isIpv4())
        .map(Neighbours::network)
        .collect(Collectors.toUnmodifiableSet());
  }
}
