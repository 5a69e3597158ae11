package larder.app.statistics;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import larder.fault.Seldom;
import larder.forwarding.Conclusion;
import larder.forwarding.Conclusion.Result;
import larder.forwarding.Refusal;
import larder.http.TransferException;
import larder.http.TransferException.Side;
import org.jspecify.annotations.Nullable;

/**
 * Counts the proxy's own answers by status and by the error type of {@code Proxy-Status} (RFC
 * 9209). Also logs crossed limits: at once, and then at most one line a minute for each kind. Safe
 * for all threads.
 */
final class Complaints {
  private static final System.Logger LOG = System.getLogger("larder.limits");
  private static final Duration QUIET = Duration.ofMinutes(1);

  /** There are far fewer; a bound for unforeseen ones. */
  private static final int MOST = 200;

  /** Answers to a client that crossed a limit, or when all clients together did. */
  private static final Set<Integer> LIMITS = Set.of(408, 413, 414, 429, 431, 503);

  private static final Set<TransferException.Kind> LIMIT_KINDS =
      EnumSet.of(
          TransferException.Kind.TOO_LARGE,
          TransferException.Kind.OVERLOADED,
          TransferException.Kind.TIMED_OUT,
          TransferException.Kind.CONNECT_TIMED_OUT,
          TransferException.Kind.PARENT_TIMED_OUT,
          TransferException.Kind.NAME_TIMED_OUT);

  private final ConcurrentMap<String, Kind> kinds = new ConcurrentHashMap<>();
  private final boolean tells;
  private final LongSupplier nanoTime;

  /**
   * @param tells whether to log, or only to count
   * @param nanoTime a clock that never goes back
   */
  Complaints(boolean tells, LongSupplier nanoTime) {
    this.tells = tells;
    this.nanoTime = nanoTime;
  }

  private static final class Kind {
    private final LongAdder count = new LongAdder();
    private final Seldom seldom = new Seldom(QUIET);
  }

  /** Called for every exchange; most need no count. */
  void note(Conclusion conclusion) {
    Refusal refusal = conclusion.refusal();
    TransferException failure = conclusion.failure();
    boolean crossed = failure != null && hasCrossedLimit(failure, conclusion.result());
    if (refusal != null) {
      Kind kind = count(refusal.status() + " " + refusal.error());
      if (crossed || LIMITS.contains(refusal.status())) {
        say(kind, conclusion, refusal.status() + " to ", refusal.whatHappened());
      }
    } else if (failure != null && (crossed || conclusion.result() == Result.FAILED)) {
      Kind kind = count("none " + failure.kind().name().toLowerCase(Locale.ROOT));
      if (crossed && conclusion.result() != Result.TUNNEL) { // tunnels often end idle
        say(kind, conclusion, "Cut off ", failure.explanation() + ".");
      }
    } else if (conclusion.result() == Result.FAILED) {
      count("none unknown");
    }
  }

  /** A slow origin does not cut off a client that gets a stored response instead. */
  private static boolean hasCrossedLimit(TransferException failure, Result result) {
    return LIMIT_KINDS.contains(failure.kind())
        && (result != Result.STALE_HIT || failure.side() != Side.ORIGIN);
  }

  private void say(@Nullable Kind kind, Conclusion conclusion, String what, String whatHappened) {
    long times = kind == null || !tells ? 0 : kind.seldom.happened(nanoTime.getAsLong());
    if (times > 0) {
      LOG.log(
          Level.WARNING,
          () ->
              what
                  + conclusion.client().address()
                  + ": "
                  + whatHappened
                  + (times == 1 ? "" : " (" + times + " of these since the last message)"));
    }
  }

  private @Nullable Kind count(String name) {
    Kind kind = kinds.get(name);
    if (kind == null) {
      if (kinds.size() >= MOST) {
        return null;
      }
      kind = kinds.computeIfAbsent(name, each -> new Kind());
    }
    kind.count.increment();
    return kind;
  }

  /** By {@code STATUS CAUSE}; without an answer, the status is {@code none}. */
  Map<String, Long> counts() {
    Map<String, Long> counts = new TreeMap<>();
    kinds.forEach((name, kind) -> counts.put(name, kind.count.sum()));
    return counts;
  }
}
