package larder.app;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import larder.access.Allowances;
import larder.access.ClientRules;
import larder.access.ConnectPorts;
import larder.access.HostPattern;
import larder.access.InterceptedHosts;
import larder.access.Prefixing;
import larder.caching.Rfc9111Policy;
import larder.caching.Rule;
import larder.forwarding.FinishAborted;
import larder.socket.origin.Upstreams;
import org.jspecify.annotations.Nullable;

/** All settings, in groups. */
public record Settings(
    Listening listening,
    Access access,
    Caching caching,
    Network network,
    Interception interception,
    Limits limits) {

  /**
   * Where the proxy listens.
   *
   * @param endpoints not empty; port 0 takes a free one
   * @param tls empty: clients connect without TLS
   */
  public record Listening(
      List<Endpoint> endpoints,
      int maxConnections,
      OptionalInt maxConnectionsPerClient,
      Admin admin,
      Optional<Tls> tls) {
    public Listening {
      endpoints = List.copyOf(endpoints);
    }
  }

  /** The files of the proxy's certificate and its key; both may be the same file. */
  public record Tls(Path certificate, Path key) {}

  /**
   * Which clients may come in, and where they may go.
   *
   * @param open whether the user allows any client to come in
   * @param users the file of users; empty: clients need no password
   * @param allowedHosts empty: all that are not denied
   * @param allowed what is passed on besides the usual
   */
  public record Access(
      ClientRules clients,
      boolean open,
      Optional<Path> users,
      List<HostPattern> allowedHosts,
      List<HostPattern> deniedHosts,
      ConnectPorts connectPorts,
      Prefixing prefixing,
      Allowances allowed) {
    public Access {
      allowedHosts = List.copyOf(allowedHosts);
      deniedHosts = List.copyOf(deniedHosts);
    }
  }

  /**
   * The hosts whose {@code CONNECT} is intercepted.
   *
   * @param folder where the authority is kept; empty if it is needed for one run only and there is
   *     no such folder
   * @param forOneRun whether a temporary authority will do if the one in the folder does not fit
   */
  public record Interception(InterceptedHosts hosts, Optional<Path> folder, boolean forOneRun) {}

  /**
   * The authorities that are trusted for origins.
   *
   * @param instead files and folders that replace Java's own; empty: Java's own
   * @param added files with additional ones
   */
  public record Trusted(List<Path> instead, List<Path> added) {
    public Trusted {
      instead = List.copyOf(instead);
      added = List.copyOf(added);
    }
  }

  /** Where the proxy answers questions about itself. */
  public sealed interface Admin {}

  public record NoAdmin() implements Admin {
    @Override
    public String toString() {
      return "none";
    }
  }

  /**
   * On loopback.
   *
   * @param port 0 takes a free one
   * @param required whether the start fails if that port is in use
   */
  public record AdminAt(int port, boolean required) implements Admin {
    @Override
    public String toString() {
      return Integer.toString(port);
    }
  }

  /** An address to listen on. The machine may lack the IPv6 loopback address. */
  public record Endpoint(String host, int port) {}

  /**
   * What is stored, and how it is used.
   *
   * @param bounds of the store, beside its size
   * @param maxWaiters how many exchanges may wait for one fetch or follow it; 0: none
   * @param finishAborted which downloads continue for the store after their client has left
   * @param tellsKey whether {@code Cache-Status} gives the key of a stored response
   */
  public record Caching(
      Store store,
      StoreBounds bounds,
      int maxWaiters,
      Policy policy,
      FinishAborted finishAborted,
      boolean tellsKey) {}

  /**
   * Bounds for single items, and for what is being stored.
   *
   * @param objectSize of one content, in bytes; null for the store's own
   * @param pendingSize of memory for all contents that are being stored, in bytes; null for the
   *     store's own
   * @param variants of one target
   */
  public record StoreBounds(@Nullable Long objectSize, @Nullable Long pendingSize, int variants) {
    /** The stores' own bounds, and 32 variants. */
    public static final StoreBounds USUAL = new StoreBounds(null, null, 32);
  }

  /** Where responses are stored. */
  public sealed interface Store {}

  /** In memory only; size in bytes. */
  public record InMemory(long size) implements Store {}

  /** On disk, with a front in memory unless its size is 0; sizes in bytes. */
  public record OnDisk(Path folder, long size, long memorySize) implements Store {}

  /** What decides about storing and reusing responses. */
  public sealed interface Policy {}

  /** RFC 9111 with its options, and the user's rules, of which the first match applies. */
  public record ByTheBook(Rfc9111Policy.Settings settings, List<Rule> rules) implements Policy {
    public ByTheBook {
      rules = List.copyOf(rules);
    }
  }

  /** Every response has the same lifetime, as in Larder's ancestor. */
  public record Fixed(Duration lifetime) implements Policy {}

  /**
   * Bounds for what is read, in bytes except for the number of lines.
   *
   * @param leastRate of clients, in bytes per second; 0 for none
   * @param requestContent {@code Long.MAX_VALUE} for none
   */
  public record Limits(
      int requestLine,
      int fieldSection,
      int fieldLines,
      int trailerSection,
      int chunkExtensions,
      long requestContent,
      long leastRate) {}

  /**
   * Buffer sizes in bytes, timeouts, and the parent proxies.
   *
   * @param offline whether no origin may be asked, whatever the other settings say
   */
  public record Network(
      int bufferSize,
      Duration headerTimeout,
      Duration idleTimeout,
      Duration connectTimeout,
      Duration originTimeout,
      Duration tunnelIdleTimeout,
      Upstreams upstreams,
      Trusted trusted,
      boolean offline) {}
}
