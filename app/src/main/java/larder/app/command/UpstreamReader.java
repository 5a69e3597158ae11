package larder.app.command;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import larder.access.HostPattern;
import larder.access.IpRange;
import larder.access.Login;
import larder.app.Settings;
import larder.http.Authority;
import larder.http.IpAddress;
import larder.http.Scheme;
import larder.http.SyntaxException;
import larder.socket.origin.Upstream;
import larder.socket.origin.Upstreams;
import larder.socket.origin.Upstreams.Past;
import org.jspecify.annotations.Nullable;

/**
 * Finds the parent proxy: from the command line, or else from the usual variables of the
 * environment. A variable that names this very proxy is meant for its clients, and is ignored.
 */
final class UpstreamReader {
  private static final int USUAL_PORT = 3128;
  private static final IpAddress LOOPBACK = IpAddress.of((byte) 127, (byte) 0, (byte) 0, (byte) 1);

  private static final IpAddress EVERYWHERE_IPV4 = IpAddress.of(new byte[4]);
  private static final IpAddress EVERYWHERE_IPV6 = IpAddress.of(new byte[16]);

  private final Map<String, String> environment;
  private final List<Settings.Endpoint> own;
  private final Supplier<List<IpAddress>> addresses;

  /**
   * @param own where this proxy is to listen
   * @param addresses all addresses of this machine; called if it is to listen on all of them
   */
  UpstreamReader(
      Map<String, String> environment,
      List<Settings.Endpoint> own,
      Supplier<List<IpAddress>> addresses) {
    this.environment = environment;
    this.own = own;
    this.addresses = addresses;
  }

  /**
   * @throws IllegalArgumentException if the option is no parent, or is this proxy; the message says
   *     what is expected
   */
  Upstreams read(UpstreamOptions options) {
    if (options.none.get()) {
      return Upstreams.NONE;
    }
    String named = options.upstream.get();
    if (named != null) {
      Upstream parent = parse(named);
      if (isOwn(parent.authority())) {
        throw new IllegalArgumentException("'" + parent + "' is this proxy itself");
      }
      return new Upstreams(Optional.of(parent), Optional.of(parent), past());
    }
    return new Upstreams(parent("http_proxy"), parent("https_proxy"), past());
  }

  /** Ignores a variable that cannot be used: it was not set for us alone. */
  private Optional<Upstream> parent(String variable) {
    String value = variable(variable);
    if (value == null) {
      value = variable("all_proxy");
    }
    if (value == null) {
      return Optional.empty();
    }
    try {
      Upstream parent = parse(value.contains("://") ? value : "http://" + value);
      return isOwn(parent.authority()) ? Optional.empty() : Optional.of(parent);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Lower case comes first; in a CGI program, HTTP_PROXY may be a client's field. */
  private @Nullable String variable(String name) {
    String small = environment.get(name);
    if (small != null) {
      return small.isEmpty() ? null : small;
    }
    if (name.equals("http_proxy") && environment.containsKey("REQUEST_METHOD")) {
      return null;
    }
    String large = environment.get(name.toUpperCase(Locale.ROOT));
    return large == null || large.isEmpty() ? null : large;
  }

  private static Upstream parse(String url) {
    String small = url.toLowerCase(Locale.ROOT);
    Scheme scheme = small.startsWith("https://") ? Scheme.HTTPS : Scheme.HTTP;
    String start = scheme.text() + "://";
    String rest = small.startsWith(start) ? url.substring(start.length()) : "";
    if (rest.endsWith("/")) {
      rest = rest.substring(0, rest.length() - 1);
    }
    int at = rest.lastIndexOf('@');
    try {
      int port = scheme == Scheme.HTTPS ? scheme.defaultPort() : USUAL_PORT;
      Authority authority = Authority.parse(rest.substring(at + 1), port);
      return new Upstream(
          scheme, authority, at < 0 ? Optional.empty() : Optional.of(login(rest.substring(0, at))));
    } catch (SyntaxException | IllegalArgumentException e) {
      String shown = at < 0 ? url : start + "...@" + rest.substring(at + 1);
      throw new IllegalArgumentException(
          "'" + shown + "' is no parent proxy, such as http://name:password@proxy.example.org:3128",
          e);
    }
  }

  private static Login login(String pair) {
    int colon = pair.indexOf(':');
    String user = colon < 0 ? pair : pair.substring(0, colon);
    String password = colon < 0 ? "" : pair.substring(colon + 1);
    return new Login(decoded(user), decoded(password));
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private boolean isOwn(Authority parent) {
    for (Settings.Endpoint endpoint : own) {
      if (endpoint.port() == parent.port() && isAt(endpoint.host(), parent.hostForLookup())) {
        return true;
      }
    }
    return false;
  }

  /** Looks up no names: if another of our names leads here, Via detects the loop. */
  private boolean isAt(String listening, String named) {
    IpAddress ours = address(listening);
    IpAddress asked = address(named);
    if (ours == null || asked == null) {
      return listening.equals(named);
    }
    boolean everywhere = ours.equals(EVERYWHERE_IPV4) || ours.equals(EVERYWHERE_IPV6);
    return ours.equals(asked)
        || (asked.isLoopback() && (everywhere || ours.isLoopback()))
        || (everywhere && addresses.get().contains(asked));
  }

  private static @Nullable IpAddress address(String host) {
    return host.equals("localhost") ? LOOPBACK : IpAddress.parse(host);
  }

  /** Reads no_proxy as curl and most other programs do: a name includes its subdomains. */
  private List<Past> past() {
    List<Past> past = new ArrayList<>();
    String value = variable("no_proxy");
    if (value != null) {
      for (String entry : value.split("[,\\s]+", -1)) {
        if (!entry.isEmpty()) {
          past(entry).ifPresent(past::add);
        }
      }
    }
    return past;
  }

  private static Optional<Past> past(String entry) {
    try {
      if (entry.equals("*")) {
        return Optional.of(new Past(HostPattern.EVERYWHERE, OptionalInt.empty()));
      }
      if (entry.indexOf('/') >= 0 || IpAddress.parse(entry) != null) {
        HostPattern range = new HostPattern.Addresses(IpRange.parse(entry));
        return Optional.of(new Past(range, OptionalInt.empty()));
      }
      String bare = entry.startsWith("*.") ? entry.substring(2) : entry;
      Authority host = Authority.parse(bare.startsWith(".") ? bare.substring(1) : bare, 1);
      OptionalInt port = host.port() == 1 ? OptionalInt.empty() : OptionalInt.of(host.port());
      IpAddress address = IpAddress.parse(host.hostForLookup());
      HostPattern pattern =
          address == null
              ? HostPattern.parse("." + host.host())
              : new HostPattern.Addresses(new IpRange(address, address.bits()));
      return Optional.of(new Past(pattern, port));
    } catch (SyntaxException | IllegalArgumentException e) {
      return Optional.empty(); // other programs read the variable too, and may understand it
    }
  }
}
