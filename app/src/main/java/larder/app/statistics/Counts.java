package larder.app.statistics;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import larder.caching.Reason;
import larder.forwarding.Conclusion.Result;

/**
 * The counts at some moment.
 *
 * @param results how many exchanges ended in which way
 * @param missesByReason by the words of {@code Cache-Status}; only those that occurred
 * @param notStoredByReason responses of origins that may not be stored, by the words of {@code
 *     Cache-Status}; only those that occurred
 * @param errors the proxy's own answers, by status and cause: {@code 502 connection_refused}; the
 *     status is {@code none} if there was no answer
 * @param sentFromStore bytes sent to clients in answers from the store, heads included
 * @param originRequests how often an origin was asked for anything: fetches, validations, tunnels
 * @param receivedFromOrigins bytes of content
 * @param waitingSaved how long origins once took for the heads of the responses that were now
 *     served without asking them: the time that a client would have waited that sends one request
 *     after another
 * @param tunnelled hosts that were reached through tunnels that were not intercepted
 * @param bypassed hosts that should be intercepted but could not be, with the words for the reasons
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
  /** Reasons for an answer that needed a stored response, where there was none. */
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
   * A host that was reached through tunnels.
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

  /** All requests that could have been answered from the store; tunnels do not count. */
  public long requests() {
    return results.values().stream().mapToLong(Long::longValue).sum()
        - of(Result.TUNNEL, Result.INTERCEPTED);
  }

  /** Requests answered without asking an origin. */
  public long hits() {
    return of(Result.HIT, Result.NOT_MODIFIED_HIT, Result.STALE_HIT, Result.COLLAPSED);
  }

  /** Requests answered from the store after the origin had validated the response. */
  public long validated() {
    return of(Result.REVALIDATED);
  }

  /** Requests answered by an origin, or failed for lack of a stored response. */
  public long misses() {
    return missesByReason.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Requests answered by the proxy itself, except for lack of a stored response. */
  public long refused() {
    return of(Result.REFUSED)
        - missesByReason.entrySet().stream()
            .filter(entry -> WANTING.contains(entry.getKey()))
            .mapToLong(Map.Entry::getValue)
            .sum();
  }

  /** Requests that failed because of the origin or the proxy. */
  public long failed() {
    return of(Result.FAILED);
  }
}
