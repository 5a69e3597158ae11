package larder.forwarding;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import larder.caching.Reason;
import larder.store.StoreKey;
import larder.store.StoredResponse;
import org.jspecify.annotations.Nullable;

/**
 * Which recent answers were not stored, and why, because nothing in the store can tell. Remembers a
 * bounded number of targets, each of which any other may replace. Safe for all threads, without a
 * lock, because each fetch comes here.
 */
public final class RecentRefusals {
  private static final int PLACES = 1024;

  private final AtomicReferenceArray<@Nullable NotStored> places =
      new AtomicReferenceArray<>(PLACES);

  RecentRefusals() {}

  /**
   * An answer that was not stored.
   *
   * @param status the origin's
   */
  public record NotStored(StoreKey key, Instant at, int status, Reason reason) {}

  void add(NotStored refusal) {
    places.setPlain(place(refusal.key()), refusal);
  }

  /**
   * Null if a response was stored later.
   *
   * @param stored what is stored under the key
   */
  @Nullable NotStored of(StoreKey key, List<StoredResponse> stored) {
    NotStored there = places.get(place(key));
    if (there == null || !there.key().equals(key)) {
      return null;
    }
    boolean outdated =
        stored.stream().anyMatch(each -> each.head().receivedAt().isAfter(there.at()));
    return outdated ? null : there;
  }

  private static int place(StoreKey key) {
    int hash = key.hashCode();
    return (hash ^ hash >>> 16) & PLACES - 1;
  }
}
