package larder.caching;

import java.time.Duration;
import java.time.Instant;
import larder.store.StoredHead;
import larder.store.Worth;

/** What a stored response is good for (RFC 9111, section 4). */
final class Usefulness {
  private final Rfc9111Policy.Settings settings;

  Usefulness(Rfc9111Policy.Settings settings) {
    this.settings = settings;
  }

  /**
   * Fresh for its lifetime less the age that it came with (sections 4.2.1 and 4.2.3). Afterwards of
   * use if it can be validated (section 4.3.1) or may be served stale (section 4.2.4).
   */
  Worth of(StoredHead head) {
    CacheControl directives = settings.directives(head.fields());
    Instant received = head.receivedAt();
    Duration lifetime =
        directives.has(Directive.NO_CACHE)
            ? Duration.ZERO
            : Freshness.of(head, directives, settings).lifetime();
    Duration left = lifetime.minus(new CurrentAge(head, received).correctedInitialAge());
    boolean lasting =
        settings.disconnected()
            || StaleUse.isForeseen(directives)
            || !Validators.of(head).isEmpty();
    return new Worth(left.isNegative() ? received : received.plus(left), lasting);
  }
}
