package larder.app;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import larder.forwarding.ConnectPorts;
import larder.forwarding.FinishAborted;
import org.jspecify.annotations.Nullable;

/** Everything that can be chosen, group by group. */
public record Settings(Listening listening, Caching caching, Network network) {

  /**
   * Where it listens.
   *
   * @param endpoints not empty; with port 0 each takes a free one
   */
  public record Listening(List<Endpoint> endpoints, int maxConnections) {
    public Listening {
      endpoints = List.copyOf(endpoints);
    }
  }

  /** One address to listen on; the loopback address of IPv6 may be missing on the machine. */
  public record Endpoint(String host, int port) {}

  /**
   * What is kept.
   *
   * @param maxObjectSize in bytes; null for the store's own
   * @param expiry the fallback lifetime under RFC 9111, or the lifetime under the fixed rule; null
   *     where nothing was said
   * @param finishAborted which downloads go on for the store though their client has left
   */
  public record Caching(
      Store store,
      @Nullable Long maxObjectSize,
      Rule rule,
      @Nullable Duration expiry,
      FinishAborted finishAborted) {}

  /** Where it is kept. */
  public sealed interface Store {}

  /** In memory alone; size in bytes. */
  public record InMemory(long size) implements Store {}

  /** On disk, with a front in memory; sizes in bytes. */
  public record OnDisk(Path folder, long size, long memorySize) implements Store {}

  /** Who decides. */
  public enum Rule {
    RFC_9111,
    FIXED
  }

  /** Buffers in bytes, ports and waits. */
  public record Network(
      int bufferSize,
      ConnectPorts connectPorts,
      Duration headerTimeout,
      Duration idleTimeout,
      Duration connectTimeout,
      Duration originTimeout,
      Duration tunnelIdleTimeout) {}
}
