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

/** Everything that can be chosen, group by group. */
public record Settings(
    Listening listening,
    Access access,
    Caching caching,
    Network network,
    Interception interception,
    Limits limits) {

  /**
   * Where it listens.
   *
   * @param endpoints not empty; with port 0 each takes a free one
   * @param tls empty: clients speak in the clear
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

  /** The files that the proxy's certificate and its key are in, which may be one. */
  public record Tls(Path certificate, Path key) {}

  /**
   * Who may come in, and where they may go.
   *
   * @param open whether the user has said that whoever gets here may come in
   * @param users who has to give a name and password; empty: nobody is asked
   * @param allowedHosts empty: all that is not denied
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
   * Whose {@code CONNECT} is read.
   *
   * @param folder where the authority is kept; empty if it is needed for one run alone, and there
   *     is no such place
   * @param forOneRun whether one that is kept nowhere will do, where that in the folder will not
   */
  public record Interception(InterceptedHosts hosts, Optional<Path> folder, boolean forOneRun) {}

  /**
   * Who is trusted to vouch for origins.
   *
   * @param instead files and folders that take the place of Java's own; empty: Java's own
   * @param added files
   */
  public record Trusted(List<Path> instead, List<Path> added) {
    public Trusted {
      instead = List.copyOf(instead);
      added = List.copyOf(added);
    }
  }

  /** Where questions about the proxy are answered. */
  public sealed interface Admin {}

  /** Nowhere. */
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
   * @param required whether nothing starts if that port is in use
   */
  public record AdminAt(int port, boolean required) implements Admin {
    @Override
    public String toString() {
      return Integer.toString(port);
    }
  }

  /** One address to listen on; the loopback address of IPv6 may be missing on the machine. */
  public record Endpoint(String host, int port) {}

  /**
   * What is kept.
   *
   * @param bounds of the store, beside its size
   * @param maxWaiters how many may wait for one fetch or follow it; 0: none
   * @param finishAborted which downloads go on for the store though their client has left
   * @param tellsKey whether {@code Cache-Status} says what a response is stored under
   */
  public record Caching(
      Store store,
      StoreBounds bounds,
      int maxWaiters,
      Policy policy,
      FinishAborted finishAborted,
      boolean tellsKey) {}

  /**
   * How much is stored of one thing, and at a time.
   *
   * @param objectSize of one content, in bytes; null for the store's own
   * @param pendingSize held in memory for all contents that are being stored, in bytes; null for
   *     the store's own
   * @param variants of one target
   */
  public record StoreBounds(@Nullable Long objectSize, @Nullable Long pendingSize, int variants) {
    /** The stores' own, and 32 variants. */
    public static final StoreBounds USUAL = new StoreBounds(null, null, 32);
  }

  /** Where it is kept. */
  public sealed interface Store {}

  /** In memory alone; size in bytes. */
  public record InMemory(long size) implements Store {}

  /** On disk, with a front in memory unless its size is 0; sizes in bytes. */
  public record OnDisk(Path folder, long size, long memorySize) implements Store {}

  /** Who decides. */
  public sealed interface Policy {}

  /** RFC 9111, what it leaves open, and the user's rules, of which the first that fits holds. */
  public record ByTheBook(Rfc9111Policy.Settings settings, List<Rule> rules) implements Policy {
    public ByTheBook {
      rules = List.copyOf(rules);
    }
  }

  /** The ancestor's rule. */
  public record Fixed(Duration lifetime) implements Policy {}

  /**
   * Bounds of what is read, in bytes, but for the number of lines.
   *
   * @param leastRate of clients, in bytes a second; 0 for none
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
   * Buffers in bytes, waits, and the parent proxies.
   *
   * @param offline whether no origin may be asked, whatever the rest says
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
