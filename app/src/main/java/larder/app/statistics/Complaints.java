package larder.app.statistics;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import larder.forwarding.Conclusion;
import larder.http.FieldNames;
import larder.http.ResponseHead;
import org.jspecify.annotations.Nullable;

/**
 * What the proxy answered itself, by status and by the cause that {@code Proxy-Status} names (RFC
 * 9209). Limits that were crossed are said in the log, too: at once, and then in one line a minute
 * at most for each kind. Safe for all threads.
 */
final class Complaints {
  private static final System.Logger LOG = System.getLogger("larder.limits");
  private static final Duration QUIET = Duration.ofMinutes(1);

  /** There are far fewer; this is for what nobody foresaw. */
  private static final int MOST = 200;

  /** Limits that a client crossed, or that all of them did. */
  private static final Set<Integer> LIMITS = Set.of(408, 413, 414, 429, 431, 503);

  /** The head of an answer that was cut short is its origin's, and so is what that says. */
  private static final String OURS = "larder; ";

  private static final String ERROR = "; error=";
  private static final String DETAILS = "; details=\"";

  private final ConcurrentMap<String, Kind> kinds = new ConcurrentHashMap<>();

  private static final class Kind {
    private final LongAdder count = new LongAdder();
    private @Nullable Instant said;
    private long saidOf;

    /** How many came since the last time, if it is time to say so; 0 if it is not. */
    synchronized long toSay(Instant now) {
      if (said != null && now.isBefore(said.plus(QUIET))) {
        return 0;
      }
      said = now;
      long more = count.sum() - saidOf;
      saidOf += more;
      return more;
    }
  }

  /** Of an exchange that the proxy answered itself, or not at all. */
  void note(Conclusion conclusion) {
    ResponseHead response = conclusion.response();
    String status = response == null ? null : response.fields().first(FieldNames.PROXY_STATUS);
    if (response == null || status == null || !status.startsWith(OURS)) {
      count("none " + kindOf(conclusion));
      return;
    }
    Kind kind = count(response.status() + " " + cause(status));
    if (kind == null || !LIMITS.contains(response.status())) {
      return;
    }
    long more = kind.toSay(conclusion.startedAt().plus(conclusion.elapsed()));
    if (more > 0) {
      LOG.log(
          Level.WARNING,
          () ->
              response.status()
                  + " to "
                  + conclusion.client().address()
                  + ": "
                  + details(status)
                  + (more == 1 ? "" : " (" + more + " of these since the last message)"));
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

  private static String kindOf(Conclusion conclusion) {
    var failure = conclusion.failure();
    return failure == null ? "unknown" : failure.kind().name().toLowerCase(Locale.ROOT);
  }

  private static String cause(String proxyStatus) {
    int begin = proxyStatus.indexOf(ERROR);
    if (begin < 0) {
      return "unknown";
    }
    String rest = proxyStatus.substring(begin + ERROR.length());
    int end = rest.indexOf(';');
    return end < 0 ? rest : rest.substring(0, end);
  }

  private static String details(String proxyStatus) {
    int begin = proxyStatus.indexOf(DETAILS);
    return begin < 0
        ? cause(proxyStatus)
        : proxyStatus
            .substring(begin + DETAILS.length(), proxyStatus.length() - 1)
            .replace("\\", "");
  }

  /** By {@code STATUS CAUSE}; where nothing was answered, the status is {@code none}. */
  Map<String, Long> counts() {
    Map<String, Long> counts = new TreeMap<>();
    kinds.forEach((name, kind) -> counts.put(name, kind.count.sum()));
    return counts;
  }
}
