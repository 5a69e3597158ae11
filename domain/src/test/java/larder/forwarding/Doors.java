package larder.forwarding;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import larder.access.ClientRules;
import larder.access.ConnectPorts;
import larder.access.Door;
import larder.access.HostPattern;
import larder.access.HostRules;
import larder.access.PasswordPort;
import larder.access.Prefixing;

/** Doors for tests. */
final class Doors {
  /** Everybody may go everywhere that clients on this machine may. */
  static final Door OPEN = hosts(List.of(), List.of());

  private Doors() {}

  static Door allowing(String... hosts) {
    return hosts(patterns(hosts), List.of());
  }

  static Door denying(String... hosts) {
    return hosts(List.of(), patterns(hosts));
  }

  private static List<HostPattern> patterns(String... hosts) {
    return Stream.of(hosts).map(HostPattern::parse).toList();
  }

  private static Door hosts(List<HostPattern> allowed, List<HostPattern> denied) {
    return new Door(
        ClientRules.ANYBODY,
        Optional.empty(),
        HostRules.of(allowed, denied, (address, port) -> false),
        ConnectPorts.HTTPS,
        Prefixing.THIS_MACHINE);
  }

  static Door prefixing(Prefixing who) {
    return new Door(ClientRules.ANYBODY, Optional.empty(), OPEN.hosts(), ConnectPorts.HTTPS, who);
  }

  static Door asking(PasswordPort passwords) {
    return new Door(
        ClientRules.ANYBODY,
        Optional.of(passwords),
        OPEN.hosts(),
        ConnectPorts.HTTPS,
        Prefixing.NOBODY);
  }

  static Door within(ClientRules clients) {
    return new Door(clients, Optional.empty(), OPEN.hosts(), ConnectPorts.HTTPS, Prefixing.NOBODY);
  }
}
