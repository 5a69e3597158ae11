package larder.app.statistics;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import larder.caching.Reason;
import larder.forwarding.Conclusion.Result;

/**
 * What was counted up to some moment.
 *
 * @param results how many exchanges ended how
 * @param missesByReason by the words of {@code Cache-Status}; without those that did not occur
 * @param notStoredByReason answers of origins that were not stored for what they are, by the words
 *     of {@code Cache-Status}; without those that did not occur
 * @param errors what the proxy answered itself, by status and cause: {@code 502
 *     connection_refused}; {@code none} in the place of the status where it answered nothing
 * @param sentFromStore bytes sent to clients in answers from the store, heads included
 * @param originRequests how often an origin was asked for anything: fetches, validations, tunnels
 * @param receivedFromOrigins bytes of content
 * @param waitingSaved the time that origins took for the heads of what was served without asking
 *     them again, when it was fetched: what somebody would have waited who asks for one after
 *     another
 * @param tunnelled hosts whose bytes were carried unread
 * @param bypassed chosen hosts that could not be read, with the words for why
 */
public record Counts(
    Map<Result, Long> results,
    Map<String, Long> missesByReason,
    Map<String, Long> notStoredByReason,
    Map<String, Long> errors,
    long sentFromStore,
    long originRequests,
    long receivedFromOrigins,
    Duration waitingSaved,
    List<Tunnelled> tunnelled,
    Map<String, String> bypassed) {
  /** Where a stored response alone was wanted, and none would do. */
  private static final Set<String> WANTING =
      Set.of(Reason.OFFLINE.word(), Reason.OFFLINE_PROHIBITED.word(), Reason.ONLY_IF_CACHED.word());

  public Counts {
    results = Map.copyOf(results);
    missesByReason = Map.copyOf(missesByReason);
    notStoredByReason = Map.copyOf(notStoredByReason);
    errors = Map.copyOf(errors);
    tunnelled = List.copyOf(tunnelled);
    bypassed = Map.copyOf(bypassed);
  }

  /**
   * One host that was tunnelled to.
   *
   * @param host with its port
   * @param tunnels how many
   * @param bytes in both directions
   */
  public record Tunnelled(String host, long tunnels, long bytes) {}

  private long of(Result... wanted) {
    long sum = 0;
    for (Result each : wanted) {
      sum += results.getOrDefault(each, 0L);
    }
    return sum;
  }

  /** All requests that could have been answered from the store, tunnels excepted. */
  public long requests() {
    return results.values().stream().mapToLong(Long::longValue).sum()
        - of(Result.TUNNEL, Result.INTERCEPTED);
  }

  /** Answered without asking an origin for them. */
  public long hits() {
    return of(Result.HIT, Result.NOT_MODIFIED_HIT, Result.STALE_HIT, Result.COLLAPSED);
  }

  /** Answered from the store after its origin said that it is still good. */
  public long validated() {
    return of(Result.REVALIDATED);
  }

  /** Answered by an origin, or not at all for want of a stored response. */
  public long misses() {
    return missesByReason.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Answered by the proxy itself, other than for want of a stored response. */
  public long refused() {
    return of(Result.REFUSED)
        - missesByReason.entrySet().stream()
            .filter(entry -> WANTING.contains(entry.getKey()))
            .mapToLong(Map.Entry::getValue)
            .sum();
  }

  /** Not answered well, by a fault of the origin's or ours. */
  public long failed() {
    return of(Result.FAILED);
  }
}
