package larder.socket.origin;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import larder.socket.MessageLimits;

/** Clients for origins whose names the test resolves. */
final class NamedOrigins {
  private static final Duration LONG = Duration.ofSeconds(60);

  static final OriginTimeouts PATIENT = new OriginTimeouts(LONG, LONG, LONG, LONG, LONG);

  private NamedOrigins() {}

  static Origins over(OriginTimeouts timeouts, NameLookup names) {
    return Origins.over(
        new OriginSettings(
            2048,
            8,
            8,
            MessageLimits.defaults(),
            timeouts,
            names,
            Upstreams.NONE,
            OriginSettings.defaults().tls()));
  }

  /** {@code example.org} and its subdomains have these addresses; no other name has any. */
  static NameLookup names(String... addresses) {
    return host -> {
      if (!host.endsWith("example.org")) {
        throw new UnknownHostException(host);
      }
      InetAddress[] found = new InetAddress[addresses.length];
      for (int i = 0; i < found.length; i++) {
        found[i] = InetAddress.ofLiteral(addresses[i]);
      }
      return found;
    };
  }
}
