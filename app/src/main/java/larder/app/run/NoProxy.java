package larder.app.run;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The hosts that are reached without a proxy: only names and suffixes, because programs agree on
 * nothing more.
 */
public record NoProxy(Set<String> hosts) {
  private static final List<String> USUAL = List.of("localhost", "127.0.0.1", "::1", ".local");

  public NoProxy {
    hosts = new LinkedHashSet<>(hosts);
  }

  /**
   * This machine and its neighbours, and the user's earlier exceptions.
   *
   * @param inherited the value of {@code no_proxy}; null if there is none
   */
  public static NoProxy usual(@Nullable String inherited) {
    Set<String> hosts = new LinkedHashSet<>(USUAL);
    if (inherited != null) {
      hosts.addAll(parse(inherited).hosts());
    }
    return new NoProxy(hosts);
  }

  /**
   * Reads a list separated by commas; {@code none} is an empty one. Ignores ranges and patterns.
   */
  public static NoProxy parse(String list) {
    Set<String> hosts = new LinkedHashSet<>();
    for (String entry : list.split("[,\\s]+", -1)) {
      String host = entry.startsWith("*.") ? entry.substring(1) : entry;
      if (!host.isEmpty() && host.indexOf('/') < 0 && host.indexOf('*') < 0) {
        hosts.add(host);
      }
    }
    hosts.remove("none");
    return new NoProxy(hosts);
  }

  /** In the form that most programs read. */
  String list() {
    return String.join(",", hosts);
  }

  /** In Java's form; Java adds this machine to any list that is not empty. */
  String forJava() {
    return hosts.stream().map(NoProxy::forJava).collect(Collectors.joining("|"));
  }

  private static String forJava(String host) {
    if (host.equals("127.0.0.1")) {
      return "127.*";
    }
    if (host.indexOf(':') >= 0) {
      return "[" + host + "]";
    }
    return host.startsWith(".") ? "*" + host : host;
  }
}
