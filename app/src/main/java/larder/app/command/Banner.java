package larder.app.command;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import larder.access.HostPattern;
import larder.access.InterceptedHosts;
import larder.app.Larder;
import larder.app.Settings;
import larder.caching.Adjustment.Departure;
import larder.caching.Rule;
import larder.socket.origin.Upstreams;
import larder.store.StoreSize;
import larder.tls.AuthorityFolder;

/** The lines printed when the proxy listens: where, what it found, and how to use it. */
record Banner(Settings settings, Larder larder) {

  private static final int MOST_NAMES = 10;

  private static final String OFFLINE = "It asks no origin: what is not stored gets a 504.";

  List<String> lines() {
    List<String> lines = new ArrayList<>(List.of(where(), store()));
    lines.addAll(settings.network().offline() ? List.of(OFFLINE) : parents());
    lines.addAll(intercepted());
    lines.add(use());
    return lines;
  }

  private String where() {
    return "Larder "
        + Version.number()
        + " listens on "
        + larder.addresses().stream().map(this::place).collect(Collectors.joining(" and "))
        + ".";
  }

  private String place(InetSocketAddress address) {
    InetAddress host = address.getAddress();
    boolean both = host.isAnyLocalAddress() && host instanceof Inet6Address;
    return both ? url(address) + " (IPv4, too)" : url(address);
  }

  private String store() {
    StoreSize found = larder.found();
    String kept =
        String.format(
            Locale.ROOT,
            "%,d %s (%s)",
            found.responses(),
            found.responses() == 1 ? "response" : "responses",
            ByteSize.text(found.bytes()));
    return switch (settings.caching().store()) {
      case Settings.InMemory memory ->
          "It keeps up to "
              + ByteSize.text(memory.size())
              + " in memory, and begins with "
              + kept
              + ".";
      case Settings.OnDisk disk ->
          "It keeps up to "
              + ByteSize.text(disk.size())
              + " in "
              + disk.folder()
              + ", and found "
              + kept
              + " there.";
    };
  }

  private List<String> parents() {
    Upstreams upstreams = settings.network().upstreams();
    return Stream.of(upstreams.http(), upstreams.https())
        .flatMap(Optional::stream)
        .map(parent -> "It goes through the parent proxy " + parent + ".")
        .distinct() // logins are not shown
        .toList();
  }

  private static String trusting(Path authority) {
    return ", for clients that trust " + new AuthorityFolder(authority).certificateFile();
  }

  private List<String> intercepted() {
    Settings.Interception interception = settings.interception();
    InterceptedHosts hosts = interception.hosts();
    if (hosts.isEmpty()) {
      return List.of();
    }
    String which = hosts.all() ? "all hosts" : list(hosts.chosen());
    String without =
        hosts.excepted().isEmpty() ? "" : " (but not to " + list(hosts.excepted()) + ")";
    return List.of(
        "It reads HTTPS to "
            + which
            + without
            + interception.folder().map(Banner::trusting).orElse("")
            + ".");
  }

  private static String list(List<HostPattern> hosts) {
    return hosts.stream().map(HostPattern::toString).collect(Collectors.joining(", "));
  }

  private String use() {
    InetSocketAddress first = larder.addresses().getFirst();
    String url =
        first.getAddress().isAnyLocalAddress()
            ? scheme() + "://127.0.0.1:" + first.getPort()
            : url(first);
    return "Use it: export http_proxy=" + url + " https_proxy=" + url;
  }

  List<String> warnings() {
    List<String> warnings = new ArrayList<>(warnings(settings.caching().policy()));
    String problem = larder.admin().problem();
    if (problem != null) {
      warnings.add(problem);
    }
    boolean elsewhere =
        larder.addresses().stream().anyMatch(a -> !a.getAddress().isLoopbackAddress());
    Settings.Access access = settings.access();
    if (elsewhere && access.open()) {
      warnings.add("whoever reaches this machine can use it as a proxy: --open says so");
    }
    larder.problemWithCertificate().ifPresent(warnings::add);
    if (elsewhere && access.users().isPresent() && settings.listening().tls().isEmpty()) {
      warnings.add(
          "names and passwords travel in the clear between clients and this proxy: --tls-cert"
              + " keeps them from others");
    }
    return warnings;
  }

  /** How the policy departs from the RFC. */
  static List<String> warnings(Settings.Policy policy) {
    return switch (policy) {
      case Settings.Fixed _ ->
          List.of(
              "--policy=fixed keeps every 200 to a GET, whatever its origin says: for teaching and"
                  + " tests");
      case Settings.ByTheBook book -> departures(book.rules());
    };
  }

  /** One line for each kind of departure, with the names of the rules. */
  private static List<String> departures(List<Rule> rules) {
    Map<Departure, Set<String>> names = new LinkedHashMap<>();
    for (Rule rule : rules) {
      for (Departure departure : rule.adjustment().departures()) {
        names.computeIfAbsent(departure, each -> new LinkedHashSet<>()).add(rule.name());
      }
    }
    List<String> lines = new ArrayList<>();
    names.forEach(
        (departure, those) ->
            lines.add(
                "against "
                    + departure.section()
                    + ", these rules "
                    + departure.what()
                    + ": "
                    + first(those)));
    return lines;
  }

  private static String first(Set<String> names) {
    String first = names.stream().limit(MOST_NAMES).collect(Collectors.joining(", "));
    int more = names.size() - MOST_NAMES;
    return more > 0 ? first + " and " + more + " more" : first;
  }

  private String scheme() {
    return settings.listening().tls().isPresent() ? "https" : "http";
  }

  private String url(InetSocketAddress address) {
    return scheme() + "://" + host(address.getAddress()) + ":" + address.getPort();
  }

  /** The usual short form where there is one: {@code [::1]}. */
  private static String host(InetAddress address) {
    if (!(address instanceof Inet6Address)) {
      return address.getHostAddress();
    }
    if (address.isLoopbackAddress()) {
      return "[::1]";
    }
    return address.isAnyLocalAddress() ? "[::]" : "[" + address.getHostAddress() + "]";
  }
}
