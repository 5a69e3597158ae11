package larder.caching;

import java.time.Duration;
import java.time.Instant;
import larder.store.StoredHead;
import larder.store.Worth;

/** Tells what a stored response is good for (RFC 9111, section 4). */
final class Usefulness {
  private final Rfc9111Policy.Settings settings;

  Usefulness(Rfc9111Policy.Settings settings) {
    this.settings = settings;
  }

  /**
   * Fresh for its lifetime minus the age that it came with (sections 4.2.1 and 4.2.3). After that,
   * of use if it can be validated (section 4.3.1) or may be served stale (section 4.2.4), or if a
   * user's rule keeps it for times without a network. Useless if a rule gives it to nobody.
   */
  Worth of(StoredHead head) {
    if (settings.adjustment().neverStored()) {
      return new Worth(head.receivedAt(), false);
    }
    CacheControl directives = settings.directives(head.fields());
    Instant received = head.receivedAt();
    Duration lifetime =
        directives.has(Directive.NO_CACHE)
            ? Duration.ZERO
            : Freshness.of(head, directives, settings).lifetime();
    Duration left = lifetime.minus(CurrentAge.of(head, received));
    boolean lasting =
        settings.disconnected()
            || settings.adjustment().keeps(head.status())
            || StaleUse.isForeseen(directives)
            || !Validators.of(head).isEmpty();
    return new Worth(left.isNegative() ? received : received.plus(left), lasting);
  }
}
