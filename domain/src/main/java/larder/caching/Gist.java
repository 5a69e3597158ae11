package larder.caching;

import java.time.Duration;
import java.time.Instant;
import larder.store.StoredHead;

/**
 * What a stored head says, independent of the time. Of fixed size, whatever the head holds, because
 * it is kept with each head in memory, where the store cannot weigh it.
 *
 * @param settings the settings under which it was read; under others it may differ
 * @param initialAge corrected_initial_age
 */
record Gist(
    Rfc9111Policy.Settings settings,
    CacheControl directives,
    Duration freshnessLifetime,
    Duration initialAge)
    implements StoredHead.Memo {

  @SuppressWarnings("ReferenceEquality") // a policy has the same ones all its life
  static Gist of(StoredHead head, Rfc9111Policy.Settings settings) {
    if (head.memo() instanceof Gist known && known.settings == settings) {
      return known;
    }
    CacheControl directives = settings.directives(head.fields());
    Gist read =
        new Gist(
            settings,
            directives.ofStored(),
            Freshness.of(head, directives, settings).lifetime(),
            new CurrentAge(head, Instant.EPOCH).correctedInitialAge());
    head.keep(read);
    return read;
  }
}
