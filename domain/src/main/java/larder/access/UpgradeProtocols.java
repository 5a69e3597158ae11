package larder.access;

import java.util.LinkedHashSet;
import java.util.Set;
import larder.http.Tokens;

/**
 * The protocols that a connection may change to (RFC 9110, section 7.8): names, in any version.
 * Never HTTP itself, because nobody would check the requests that follow.
 */
public final class UpgradeProtocols {
  /** None at all. */
  public static final UpgradeProtocols NONE = new UpgradeProtocols(Set.of());

  /** Only WebSocket (RFC 6455). */
  public static final UpgradeProtocols WEBSOCKET = new UpgradeProtocols(Set.of("websocket"));

  private static final Set<String> HTTP = Set.of("h2", "h2c", "h3", "http", "tls");

  /** In lower case. */
  private final Set<String> names;

  private UpgradeProtocols(Set<String> names) {
    this.names = names;
  }

  /**
   * Reads {@code websocket,irc}.
   *
   * @throws IllegalArgumentException if it is anything else; the message says what is expected
   */
  public static UpgradeProtocols parse(String text) {
    Set<String> names = new LinkedHashSet<>();
    for (String part : text.split(",", -1)) {
      String name = Tokens.lowerCase(Tokens.trim(part));
      if (!Tokens.isToken(name)) {
        throw new IllegalArgumentException(
            "'" + text + "' is no list of protocols, such as websocket");
      }
      if (HTTP.contains(name)) {
        throw new IllegalArgumentException(
            "'" + name + "' carries requests, which have to come through the proxy");
      }
      names.add(name);
    }
    return new UpgradeProtocols(names);
  }

  /** The union of both. */
  public UpgradeProtocols and(UpgradeProtocols others) {
    Set<String> all = new LinkedHashSet<>(names);
    all.addAll(others.names);
    return new UpgradeProtocols(all);
  }

  public boolean isEmpty() {
    return names.isEmpty();
  }

  /**
   * @param protocol a name, or a name and a version: {@code websocket}, {@code IRC/6.9}
   */
  public boolean allows(String protocol) {
    int slash = protocol.indexOf('/');
    return names.contains(Tokens.lowerCase(slash < 0 ? protocol : protocol.substring(0, slash)));
  }

  /** As it would be written on the command line. */
  @Override
  public String toString() {
    return String.join(",", names);
  }
}
