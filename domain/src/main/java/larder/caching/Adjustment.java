package larder.caching;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a rule of the user's changes in the policy for some targets.
 *
 * @param shortest how long a response stays fresh at least; null to leave that to its origin
 * @param longest how long it stays fresh at most; null for no such limit
 * @param fallback its lifetime where its origin says nothing; null for the policy's own
 * @param ignored what is read as if it were not there
 * @param neverStored whether nothing is stored, nor served from the store
 * @param kept whether even what can be served only when no origin may be asked is stored
 */
public record Adjustment(
    @Nullable Duration shortest,
    @Nullable Duration longest,
    @Nullable Duration fallback,
    Set<Ignorable> ignored,
    boolean neverStored,
    boolean kept) {
  /** Nothing. */
  public static final Adjustment NONE = new Adjustment(null, null, null, Set.of(), false, false);

  /** Statuses that say nothing about tomorrow are left alone. */
  private static final Set<Integer> LASTING = Set.of(200, 203, 206, 301, 308);

  /**
   * @throws IllegalArgumentException if a lifetime is negative or above 2^31 seconds, or the
   *     shortest is longer than the longest, or something is to be kept and never stored
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

  /** What a rule can make the policy overlook. */
  public enum Ignorable {
    /** Of the response: it may not be stored. */
    NO_STORE("no-store", "5.2.2.5", "store what must not be stored"),
    /** Of the response: it is to be validated each time. */
    NO_CACHE("no-cache", "5.2.2.4", "serve without asking what must be asked about"),
    /** Of the response: it is for one user. */
    PRIVATE("private", "5.2.2.7", "give to everybody what is for one user"),
    /** Of the response: it must not be served stale. */
    MUST_REVALIDATE("must-revalidate", "5.2.2.2", "serve stale what must not be"),
    /** The same for shared caches. */
    PROXY_REVALIDATE("proxy-revalidate", "5.2.2.8", "serve stale what must not be"),
    /** Of the request: the client wants it from the origin, or nothing of it stored. */
    RELOAD("reload", "5.2.1", "store, and serve from the store, against the client's wish");

    private final String word;
    private final String section;
    private final String what;

    Ignorable(String word, String section, String what) {
      this.word = word;
      this.section = "RFC 9111, section " + section;
      this.what = what;
    }

    /** As the user writes it. */
    public String word() {
      return word;
    }
  }

  /**
   * Where a rule goes against the text.
   *
   * @param section as in {@code RFC 9111, section 5.2.2.5}
   * @param what the rest of a sentence that begins with the rules: what they do
   */
  public record Departure(String section, String what) {}

  /** Where it goes against the text; empty if it keeps to it. */
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

  /** What is left of what a response says. */
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
   * What is left of what a request says about storing. What it says about serving is asked about
   * where that is decided.
   */
  CacheControl leftOfWishes(CacheControl wishes) {
    return ignoresReload() ? wishes.without(EnumSet.of(Directive.NO_STORE)) : wishes;
  }

  /** Do the wishes of a client that reloads count for nothing? */
  boolean ignoresReload() {
    return !ignored.isEmpty() && ignored.contains(Ignorable.RELOAD);
  }

  /** Is nothing to be served before the origin was asked? */
  boolean isValidatedEachTime() {
    return longest != null && longest.isZero();
  }

  /** Is a response with that status stored though it can be served only while disconnected? */
  boolean keeps(int status) {
    return kept && LASTING.contains(status);
  }

  /** The fallback for that status; null if this says nothing about it. */
  @Nullable Duration fallbackFor(int status) {
    return LASTING.contains(status) ? fallback : null;
  }

  /** The lifetime within the limits. */
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
