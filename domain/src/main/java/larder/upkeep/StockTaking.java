package larder.upkeep;

import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import larder.caching.Standing.Use;
import org.jspecify.annotations.Nullable;

/** Counts what is stored. For one thread. */
public final class StockTaking {
  private final Map<Use, Sum> byUse = new EnumMap<>(Use.class);
  private final Map<String, Sum> byOrigin = new HashMap<>();
  private final Sum all = new Sum();
  private @Nullable Instant oldest;
  private @Nullable Instant newest;

  StockTaking() {}

  /** A number of responses, and the bytes of their contents. */
  public static final class Sum {
    private long responses;
    private long contentBytes;

    private Sum() {}

    private void add(long bytes) {
      responses++;
      contentBytes += bytes;
    }

    public long responses() {
      return responses;
    }

    public long contentBytes() {
      return contentBytes;
    }
  }

  /** The responses of one origin. */
  public record OfOrigin(String origin, Sum sum) {}

  void add(KeptResponse kept) {
    long bytes = kept.stored().length();
    all.add(bytes);
    byUse.computeIfAbsent(kept.standing().use(), use -> new Sum()).add(bytes);
    byOrigin.computeIfAbsent(origin(kept.stored().key().uri()), origin -> new Sum()).add(bytes);
    Instant received = kept.stored().head().receivedAt();
    oldest = oldest == null || received.isBefore(oldest) ? received : oldest;
    newest = newest == null || received.isAfter(newest) ? received : newest;
  }

  private static String origin(String uri) {
    int path = uri.indexOf('/', uri.indexOf("://") + 3);
    return path < 0 ? uri : uri.substring(0, path);
  }

  public Sum all() {
    return all;
  }

  /** The responses of that use. */
  public Sum of(Use use) {
    return byUse.getOrDefault(use, new Sum());
  }

  /** When the oldest response was received; null if there is none. */
  public @Nullable Instant oldest() {
    return oldest;
  }

  /** When the newest response was received; null if there is none. */
  public @Nullable Instant newest() {
    return newest;
  }

  /** The number of origins. */
  public int origins() {
    return byOrigin.size();
  }

  /** The origins with the most bytes, largest first. */
  public List<OfOrigin> largestOrigins(int most) {
    return byOrigin.entrySet().stream()
        .map(each -> new OfOrigin(each.getKey(), each.getValue()))
        .sorted(
            Comparator.comparingLong((OfOrigin each) -> each.sum().contentBytes())
                .reversed()
                .thenComparing(OfOrigin::origin))
        .limit(most)
        .toList();
  }
}
