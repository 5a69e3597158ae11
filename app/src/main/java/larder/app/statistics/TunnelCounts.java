package larder.app.statistics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import larder.http.Authority;

/** Counts tunnels by host: a bounded number of hosts, the rest together. Safe for all threads. */
final class TunnelCounts {
  private static final int MOST_HOSTS = 1000;
  private static final String OTHERS = "(others)";

  private final ConcurrentMap<String, Host> hosts = new ConcurrentHashMap<>();

  private record Host(LongAdder tunnels, LongAdder bytes) {}

  void add(Authority authority, long sent, long received) {
    String name = authority.toString();
    boolean known = hosts.containsKey(name) || hosts.size() < MOST_HOSTS;
    Host host =
        hosts.computeIfAbsent(
            known ? name : OTHERS, each -> new Host(new LongAdder(), new LongAdder()));
    host.tunnels.increment();
    host.bytes.add(sent + received);
  }

  /** The hosts with the most bytes come first. */
  List<Counts.Tunnelled> hosts() {
    List<Counts.Tunnelled> all = new ArrayList<>();
    hosts.forEach(
        (name, host) -> all.add(new Counts.Tunnelled(name, host.tunnels.sum(), host.bytes.sum())));
    all.sort(
        Comparator.comparingLong(Counts.Tunnelled::bytes)
            .reversed()
            .thenComparing(Counts.Tunnelled::host));
    return all;
  }
}
