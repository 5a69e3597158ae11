package larder.app.command;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is kept, where, how much of it and for how long. */
@OptionGroup("Caching")
final class CacheOptions {
  /** The stores that can be chosen. */
  enum Cache {
    memory,
    h2
  }

  /** The policies that can be chosen. */
  enum Policy {
    rfc9111,
    fixed
  }

  @Option(
      names = {"-c", "--cache"},
      paramLabel = "STORE",
      defaultValue = "h2",
      description =
          "Where responses are kept: memory, or h2 (on disk, still there after a restart)."
              + " Default: h2.")
  Cache cache = Cache.h2;

  @Option(
      names = "--cache-dir",
      paramLabel = "FOLDER",
      description = "The folder of the h2 store. Default: ${LARDER-CACHE-DIR}.")
  @Nullable Path cacheDir;

  @Option(
      names = "--cache-size",
      paramLabel = "SIZE",
      defaultValue = "5g",
      converter = ByteSize.class,
      description = "Keep at most this much on disk. Default: 5g.")
  long cacheSize;

  @Option(
      names = "--memory-size",
      paramLabel = "SIZE",
      converter = ByteSize.class,
      description =
          "Keep at most this much in memory: all of --cache=memory, the front of h2."
              + " Default: 256m, or a quarter of Java's heap if that is less.")
  @Nullable Long memorySize;

  @Option(
      names = "--max-object-size",
      paramLabel = "SIZE",
      converter = ByteSize.class,
      description =
          "Store no response with more content than this. Default: a quarter of the memory,"
              + " an eighth of the disk.")
  @Nullable Long maxObjectSize;

  @Option(
      names = "--policy",
      paramLabel = "POLICY",
      defaultValue = "rfc9111",
      description =
          "What decides: rfc9111, or fixed (every 200 to a GET is kept for --cache-expiry,"
              + " whatever the origin says; for teaching and tests). Default: rfc9111.")
  Policy policy = Policy.rfc9111;

  @Option(
      names = "--cache-expiry",
      paramLabel = "TIME",
      converter = Seconds.class,
      description =
          "The freshness lifetime under --policy=fixed (default: 60 seconds). If given, rfc9111"
              + " uses it for responses that say nothing about theirs.")
  @Nullable Duration cacheExpiry;
}
