package larder.caching;

import java.time.Duration;
import java.time.Instant;
import larder.http.FieldNames;
import larder.http.Fields;
import larder.store.StoredHead;
import org.jspecify.annotations.Nullable;

/**
 * How long a response stays fresh (RFC 9111, section 4.2.1), and on what basis.
 *
 * @param lifetime freshness_lifetime: never negative, at most 2^31 seconds
 * @param basis {@code EXPLICIT_FRESHNESS}, {@code FALLBACK_FRESHNESS}, {@code HEURISTIC_FRESHNESS},
 *     {@code RULE_FRESHNESS}, or {@code NO_LIFETIME}
 */
record Freshness(Duration lifetime, Reason basis) {
  private static final Freshness NONE = new Freshness(Duration.ZERO, Reason.NO_LIFETIME);

  static Freshness of(StoredHead head, CacheControl directives, Rfc9111Policy.Settings settings) {
    return settings.adjustment().within(unlimited(head, directives, settings), head.status());
  }

  private static Freshness unlimited(
      StoredHead head, CacheControl directives, Rfc9111Policy.Settings settings) {
    Duration explicit = explicitLifetime(head, directives);
    if (explicit != null) {
      return new Freshness(explicit, Reason.EXPLICIT_FRESHNESS);
    }
    if (!Statuses.isHeuristicallyCacheable(head.status()) && !directives.has(Directive.PUBLIC)) {
      return NONE;
    }
    Duration ruled = settings.adjustment().fallbackFor(head.status());
    if (ruled != null) {
      return new Freshness(ruled, Reason.RULE_FRESHNESS);
    }
    Duration fallback = settings.fallbackLifetime();
    if (fallback != null) {
      return new Freshness(fallback, Reason.FALLBACK_FRESHNESS);
    }
    return heuristic(head, settings);
  }

  /** {@code s-maxage}, then {@code max-age}, then {@code Expires}; null without any. */
  private static @Nullable Duration explicitLifetime(StoredHead head, CacheControl directives) {
    Duration shared = directives.duration(Directive.S_MAXAGE);
    if (shared != null) {
      return shared;
    }
    Duration maxAge = directives.duration(Directive.MAX_AGE);
    if (maxAge != null) {
      return maxAge;
    }
    return directives.isTargeted() ? null : expiresLessDate(head);
  }

  /** An invalid date counts as in the past (section 5.3). */
  private static @Nullable Duration expiresLessDate(StoredHead head) {
    Fields fields = head.fields();
    if (!fields.has(FieldNames.EXPIRES)) {
      return null;
    }
    Instant expires = Dates.in(fields, FieldNames.EXPIRES, head.receivedAt());
    return expires == null
        ? Duration.ZERO
        : lifetime(Dates.dateValue(fields, head.receivedAt()), expires);
  }

  /** A fraction of the time between the last change and the answer (section 4.2.2). */
  private static Freshness heuristic(StoredHead head, Rfc9111Policy.Settings settings) {
    Fields fields = head.fields();
    Instant lastModified = Dates.in(fields, FieldNames.LAST_MODIFIED, head.receivedAt());
    if (lastModified == null) {
      return NONE;
    }
    Duration unchanged = lifetime(lastModified, Dates.dateValue(fields, head.receivedAt()));
    Duration share = unchanged.multipliedBy(settings.heuristicPercent()).dividedBy(100);
    Duration longest = settings.longestHeuristicLifetime();
    Duration lifetime = share.compareTo(longest) > 0 ? longest : share;
    return new Freshness(lifetime, Reason.HEURISTIC_FRESHNESS);
  }

  private static Duration lifetime(Instant from, Instant to) {
    Duration between = Duration.between(from, to);
    return between.isNegative() ? Duration.ZERO : DeltaSeconds.saturated(between);
  }
}
