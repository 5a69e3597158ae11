package larder.caching;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a user's rule changes in the policy for some targets.
 *
 * @param shortest how long a response stays fresh at least; null to leave that to its origin
 * @param longest how long it stays fresh at most; null for no such limit
 * @param fallback its lifetime if its origin says nothing; null for the policy's own
 * @param ignored what is treated as absent
 * @param neverStored whether nothing is stored, nor served from the store
 * @param kept whether to store even what can be served only while no origin may be asked
 */
public record Adjustment(
    @Nullable Duration shortest,
    @Nullable Duration longest,
    @Nullable Duration fallback,
    Set<Ignorable> ignored,
    boolean neverStored,
    boolean kept) {
  /** Changes nothing. */
  public static final Adjustment NONE = new Adjustment(null, null, null, Set.of(), false, false);

  /** The statuses that a rule may extend; others say nothing about the future. */
  private static final Set<Integer> LASTING = Set.of(200, 203, 206, 301, 308);

  /**
   * @throws IllegalArgumentException if a lifetime is negative or above 2^31 seconds, if the
   *     shortest is longer than the longest, or if responses are to be both kept and never stored
   */
  public Adjustment {
    ignored = Set.copyOf(ignored);
    requireLifetime(shortest);
    requireLifetime(longest);
    requireLifetime(fallback);
    if (shortest != null && longest != null && shortest.compareTo(longest) > 0) {
      throw new IllegalArgumentException("the shortest lifetime is longer than the longest");
    }
    if (neverStored && kept) {
      throw new IllegalArgumentException("what is never stored cannot be kept");
    }
  }

  private static void requireLifetime(@Nullable Duration lifetime) {
    if (lifetime != null && (lifetime.isNegative() || lifetime.compareTo(DeltaSeconds.MAX) > 0)) {
      throw new IllegalArgumentException("a lifetime is from 0 to 2^31 seconds");
    }
  }

  /** What a rule can make the policy ignore. */
  public enum Ignorable {
    /** In the response: it must not be stored. */
    NO_STORE("no-store", "5.2.2.5", "store what must not be stored"),
    /** In the response: it must be validated each time. */
    NO_CACHE("no-cache", "5.2.2.4", "serve without asking what must be asked about"),
    /** In the response: it is for one user. */
    PRIVATE("private", "5.2.2.7", "give to everybody what is for one user"),
    /** In the response: it must not be served stale. */
    MUST_REVALIDATE("must-revalidate", "5.2.2.2", "serve stale what must not be"),
    /** The same for shared caches. */
    PROXY_REVALIDATE("proxy-revalidate", "5.2.2.8", "serve stale what must not be"),
    /** In the request: the client wants an answer from the origin, or nothing stored. */
    RELOAD("reload", "5.2.1", "store, and serve from the store, against the client's wish");

    private final String word;
    private final String section;
    private final String what;

    Ignorable(String word, String section, String what) {
      this.word = word;
      this.section = "RFC 9111, section " + section;
      this.what = what;
    }

    /** The word that the user writes. */
    public String word() {
      return word;
    }
  }

  /**
   * A point where a rule departs from the RFC.
   *
   * @param section as in {@code RFC 9111, section 5.2.2.5}
   * @param what the rest of a sentence that begins with the rules: what they do
   */
  public record Departure(String section, String what) {}

  /** The points where this departs from the RFC; empty if there are none. */
  public List<Departure> departures() {
    List<Departure> departures = new ArrayList<>();
    if (shortest != null) {
      departures.add(
          new Departure("RFC 9111, section 4.2.1", "keep fresh for longer than the origin says"));
    }
    for (Ignorable each : Ignorable.values()) {
      if (ignored.contains(each)) {
        departures.add(new Departure(each.section, each.what));
      }
    }
    return departures;
  }

  /** The response's directives without the ignored ones. */
  CacheControl leftOf(CacheControl directives) {
    if (ignored.isEmpty()) {
      return directives;
    }
    EnumSet<Directive> without = EnumSet.noneOf(Directive.class);
    for (Ignorable each : ignored) {
      switch (each) {
        case NO_STORE -> without.add(Directive.NO_STORE);
        case NO_CACHE -> without.add(Directive.NO_CACHE);
        case PRIVATE -> without.add(Directive.PRIVATE);
        case MUST_REVALIDATE -> without.add(Directive.MUST_REVALIDATE);
        case PROXY_REVALIDATE -> without.add(Directive.PROXY_REVALIDATE);
        case RELOAD -> {}
      }
    }
    return directives.without(without);
  }

  /**
   * The request's directives about storing without the ignored ones. Those about serving are
   * considered where that is decided.
   */
  CacheControl leftOfWishes(CacheControl wishes) {
    return ignoresReload() ? wishes.without(EnumSet.of(Directive.NO_STORE)) : wishes;
  }

  /** Whether to ignore a client's wish to reload. */
  boolean ignoresReload() {
    return !ignored.isEmpty() && ignored.contains(Ignorable.RELOAD);
  }

  /** Whether nothing may be served before the origin was asked. */
  boolean isValidatedEachTime() {
    return longest != null && longest.isZero();
  }

  /** Whether this status is stored even if it can be served only while disconnected. */
  boolean keeps(int status) {
    return kept && LASTING.contains(status);
  }

  /** The fallback lifetime for the status; null if there is none. */
  @Nullable Duration fallbackFor(int status) {
    return LASTING.contains(status) ? fallback : null;
  }

  /** The lifetime, brought within the limits. */
  Freshness within(Freshness freshness, int status) {
    Duration lifetime = freshness.lifetime();
    if (shortest != null && LASTING.contains(status) && lifetime.compareTo(shortest) < 0) {
      return new Freshness(shortest, Reason.RULE_FRESHNESS);
    }
    if (longest != null && lifetime.compareTo(longest) > 0) {
      return new Freshness(longest, Reason.RULE_FRESHNESS);
    }
    return freshness;
  }
}
