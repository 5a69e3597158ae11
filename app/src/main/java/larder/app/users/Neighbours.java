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
 * Knows which addresses count as one when clients take turns. A distant IPv6 client usually has a
 * whole /64 (RFC 6177). But on a network of our own, or with addresses that are only valid locally,
 * many machines share a /64: there each address counts alone. Safe for all threads.
 */
final class Neighbours {
  private static final int NETWORK_OF_ONE = 64;
  private static final long GOOD_FOR = Duration.ofSeconds(10).toNanos();
  private static final IpAddress LINK_LOCAL = Objects.requireNonNull(IpAddress.parse("fe80::"));
  private static final IpAddress UNIQUE_LOCAL = Objects.requireNonNull(IpAddress.parse("fc00::"));

  private final Supplier<List<IpAddress>> ours;
  private final LongSupplier nanos;
  private volatile Known known;

  /** The networks of this machine at that time. */
  private record Known(Set<IpAddress> networks, long at) {}

  /**
   * @param ours the present addresses of this machine; called at most once every few seconds
   */
  Neighbours(Supplier<List<IpAddress>> ours, LongSupplier nanos) {
    this.ours = ours;
    this.nanos = nanos;
    this.known = new Known(Set.of(), nanos.getAsLong() - GOOD_FOR);
  }

  /** The address itself, or the network that belongs to it alone. */
  IpAddress one(IpAddress client) {
    if (client.isIpv4() || isLocal(client)) {
      return client;
    }
    IpAddress network = network(client);
    return networks().contains(network) ? client : network;
  }

  /** The network of an address, whether it belongs to one machine or to many. */
  static IpAddress network(IpAddress client) {
    return client.isIpv4() ? client : client.network(NETWORK_OF_ONE);
  }

  /** Link-local (RFC 4291, section 2.5.6) or unique local (RFC 4193). */
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
