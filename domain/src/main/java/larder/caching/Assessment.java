package larder.caching;

import java.time.Duration;
import java.time.Instant;
import larder.http.RequestHead;
import larder.store.StoredHead;
import larder.store.StoredResponse;

/** A stored response at one moment: its directives, lifetime and age. */
record Assessment(
    StoredResponse stored, CacheControl directives, Duration freshnessLifetime, Duration age) {

  static Assessment of(StoredResponse stored, Instant now, Rfc9111Policy.Settings settings) {
    return of(stored, stored.head(), now, settings);
  }

  /** Assesses the stored response with another head. */
  static Assessment of(
      StoredResponse stored, StoredHead head, Instant now, Rfc9111Policy.Settings settings) {
    Gist gist = Gist.of(head, settings);
    Duration age = CurrentAge.of(head, now, gist.initialAge());
    return new Assessment(stored, gist.directives(), gist.freshnessLifetime(), age);
  }

  /** An unknown age counts as the highest, and is beyond every lifetime and window. */
  boolean isAgeKnown() {
    return age.compareTo(DeltaSeconds.MAX) < 0;
  }

  /** RFC 9111, section 4.2. */
  boolean isFresh() {
    return freshnessLifetime.compareTo(age) > 0;
  }

  /** Freshness lifetime less current age. */
  Duration remaining() {
    return freshnessLifetime.minus(age);
  }

  /** How long it has been stale; negative while it is fresh. */
  Duration staleness() {
    return age.minus(freshnessLifetime);
  }

  Reuse.Serve serve(RequestHead request, Reason reason) {
    Answer answer = Answers.of(request, stored.head(), stored.length());
    return new Reuse.Serve(stored, answer, age, remaining(), reason);
  }
}
