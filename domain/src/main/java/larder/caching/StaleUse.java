package larder.caching;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** When a stale response may still be served (RFC 9111, section 4.2.4; RFC 5861). */
final class StaleUse {
  private StaleUse() {}

  /**
   * Whether the response itself forbids it. {@code s-maxage} does, as {@code proxy-revalidate}
   * would (RFC 9111, section 5.2.2.10), even next to {@code stale-while-revalidate}: of two
   * contradictory directives the stricter counts.
   */
  static boolean isProhibited(CacheControl directives) {
    return directives.has(Directive.NO_CACHE)
        || directives.has(Directive.MUST_REVALIDATE)
        || directives.has(Directive.PROXY_REVALIDATE)
        || directives.has(Directive.S_MAXAGE);
  }

  /** Whether the response ever allows it. */
  static boolean isForeseen(CacheControl directives) {
    return !isProhibited(directives)
        && (directives.has(Directive.STALE_WHILE_REVALIDATE)
            || directives.has(Directive.STALE_IF_ERROR));
  }

  /** {@code max-stale} (RFC 9111, section 5.2.1.2). */
  static boolean isAllowedByRequest(Assessment stored, CacheControl wishes) {
    return isAllowed(stored, wishes.duration(Directive.MAX_STALE));
  }

  /** {@code stale-while-revalidate} (RFC 5861, section 3). */
  static boolean isAllowedWhileRevalidating(Assessment stored) {
    return isAllowed(stored, stored.directives().duration(Directive.STALE_WHILE_REVALIDATE));
  }

  /** {@code stale-if-error}, in the response or the request (RFC 5861, section 4). */
  static boolean isAllowedOnError(Assessment stored, CacheControl wishes) {
    return isAllowed(stored, stored.directives().duration(Directive.STALE_IF_ERROR))
        || isAllowed(stored, wishes.duration(Directive.STALE_IF_ERROR));
  }

  /** Never if a 304 has since made it {@code private} or {@code no-store}. */
  private static boolean isAllowed(Assessment stored, @Nullable Duration window) {
    CacheControl directives = stored.directives();
    return window != null
        && stored.isAgeKnown()
        && !isProhibited(directives)
        && Storability.forbiddenBy(directives, stored.stored().head().status()) == null
        && stored.staleness().compareTo(window) <= 0;
  }
}
