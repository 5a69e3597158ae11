package larder.app.statistics;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import larder.caching.Reason;
import larder.forwarding.Conclusion;
import larder.forwarding.Conclusion.Result;
import larder.forwarding.ExchangeLog;
import larder.forwarding.OriginPort;
import larder.forwarding.TunnelPort;
import larder.http.Authority;
import org.jspecify.annotations.Nullable;

/** Counts exchanges as they end, and requests to origins. Safe for all threads. */
public final class Statistics implements ExchangeLog {
  private final Map<Result, LongAdder> results = adders(Result.class);
  private final Map<Reason, LongAdder> misses = adders(Reason.class);
  private final Map<Reason, LongAdder> notStored = adders(Reason.class);
  private final LongAdder sentFromStore = new LongAdder();
  private final LongAdder nanosSaved = new LongAdder();
  private final OriginCounts origins = new OriginCounts();
  private final TunnelCounts tunnels = new TunnelCounts();
  private final Complaints complaints;
  private final BypassedHosts bypasses;
  private final @Nullable Statistics whole;

  /** For a whole proxy. */
  public Statistics() {
    this(null);
  }

  private Statistics(@Nullable Statistics whole) {
    this.whole = whole;
    this.complaints = new Complaints(whole == null, System::nanoTime);
    this.bypasses = new BypassedHosts(whole == null);
  }

  /** Statistics of a part: what the part counts, these count and log, too. */
  public Statistics part() {
    return new Statistics(this);
  }

  private static <E extends Enum<E>> Map<E, LongAdder> adders(Class<E> type) {
    Map<E, LongAdder> adders = new EnumMap<>(type);
    for (E each : type.getEnumConstants()) {
      adders.put(each, new LongAdder());
    }
    return adders;
  }

  /** Counts the requests through that port. */
  public OriginPort counted(OriginPort way) {
    return new CountedOrigins(whole == null ? way : whole.counted(way), origins);
  }

  /** Counts the tunnels through that port. */
  public TunnelPort counted(TunnelPort way) {
    TunnelPort counted = whole == null ? way : whole.counted(way);
    return (authority, via, reach) -> {
      origins.asked();
      return counted.open(authority, via, reach);
    };
  }

  @Override
  public void concluded(Conclusion conclusion) {
    if (whole != null) {
      whole.concluded(conclusion);
    }
    increment(results, conclusion.result());
    bypasses.note(conclusion);
    complaints.note(conclusion);
    notStored(conclusion.storing());
    switch (conclusion.result()) {
      case HIT, NOT_MODIFIED_HIT, STALE_HIT, COLLAPSED -> served(conclusion, true);
      case REVALIDATED -> served(conclusion, false);
      case MISS, PASS, REPLACED -> missed(conclusion.reuse());
      case REFUSED -> refused(conclusion.reuse());
      case TUNNEL -> tunnelled(conclusion);
      case FAILED, INTERCEPTED -> {}
    }
  }

  private static <E extends Enum<E>> void increment(Map<E, LongAdder> adders, E key) {
    LongAdder adder = adders.get(key);
    if (adder != null) {
      adder.increment();
    }
  }

  /** Saves the time that the origin took when the response was fetched. */
  private void served(Conclusion conclusion, boolean unasked) {
    sentFromStore.add(conclusion.bytesSent());
    if (unasked && conclusion.result() != Result.COLLAPSED && conclusion.stored() != null) {
      Duration then =
          Duration.between(conclusion.stored().requestedAt(), conclusion.stored().receivedAt());
      nanosSaved.add(Math.max(0, then.toNanos()));
    }
  }

  private void missed(@Nullable Reason reason) {
    if (reason != null) {
      increment(misses, reason);
    }
  }

  private void notStored(@Nullable Reason reason) {
    if (reason != null && reason.forbidsStoring()) {
      increment(notStored, reason);
    }
  }

  /** Counts a miss if a stored response was required. */
  private void refused(@Nullable Reason reason) {
    if (reason == Reason.OFFLINE
        || reason == Reason.OFFLINE_PROHIBITED
        || reason == Reason.ONLY_IF_CACHED) {
      increment(misses, reason);
    }
  }

  private void tunnelled(Conclusion conclusion) {
    Authority far = conclusion.origin();
    if (far != null) {
      tunnels.add(far, conclusion.bytesSent(), conclusion.bytesReceived());
    }
  }

  private static Map<String, Long> byWord(Map<Reason, LongAdder> adders) {
    Map<String, Long> counts = new TreeMap<>();
    adders.forEach(
        (reason, count) -> {
          if (count.sum() > 0) {
            counts.put(reason.word(), count.sum());
          }
        });
    return counts;
  }

  public Counts counts() {
    Map<Result, Long> ends = new EnumMap<>(Result.class);
    results.forEach((result, count) -> ends.put(result, count.sum()));
    return new Counts(
        ends,
        byWord(misses),
        byWord(notStored),
        complaints.counts(),
        sentFromStore.sum(),
        origins.requests(),
        origins.received(),
        Duration.ofNanos(nanosSaved.sum()),
        tunnels.hosts(),
        bypasses.hosts());
  }
}
