package larder.caching;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import larder.http.FieldNames;
import larder.http.Tokens;
import larder.store.StoredHead;

/**
 * The age of a stored response (RFC 9111, section 4.2.3), quantity by quantity. Never negative, and
 * at most 2^31 seconds.
 */
record CurrentAge(StoredHead head, Instant now) {
  /**
   * How far the current time may be before the receipt, because an exchange began earlier or the
   * clock was corrected slightly. A response received further in the future was stored by another
   * clock: its age is unknown, and counts as the highest.
   */
  private static final Duration TOLERANCE = Duration.ofMinutes(1);

  static Duration of(StoredHead head, Instant now) {
    return new CurrentAge(head, now).currentAge();
  }

  /**
   * @param initialAge its corrected_initial_age, which does not depend on the current time
   */
  static Duration of(StoredHead head, Instant now, Duration initialAge) {
    return new CurrentAge(head, now).since(initialAge);
  }

  /** age_value: the first member of {@code Age}; zero if that is not a number (section 5.1). */
  Duration ageValue() {
    String text = head.fields().first(FieldNames.AGE);
    return text == null ? Duration.ZERO : firstMember(text);
  }

  private static Duration firstMember(String text) {
    int comma = text.indexOf(',');
    String member = comma < 0 ? text : Tokens.trim(text.substring(0, comma));
    return Duration.ofSeconds(Math.max(0, DeltaSeconds.parse(member, 0, member.length())));
  }

  /** apparent_age, in whole seconds as in {@code Date}. */
  Duration apparentAge() {
    Instant responseTime = head.receivedAt().truncatedTo(ChronoUnit.SECONDS);
    return notNegative(
        Duration.between(Dates.dateValue(head.fields(), responseTime), responseTime));
  }

  /** response_delay. */
  Duration responseDelay() {
    return notNegative(Duration.between(head.requestedAt(), head.receivedAt()));
  }

  /** corrected_age_value. */
  Duration correctedAgeValue() {
    return ageValue().plus(responseDelay());
  }

  /** corrected_initial_age. */
  Duration correctedInitialAge() {
    Duration apparentAge = apparentAge();
    Duration correctedAgeValue = correctedAgeValue();
    return apparentAge.compareTo(correctedAgeValue) > 0 ? apparentAge : correctedAgeValue;
  }

  /** resident_time. The highest for the epoch or earlier, which mean an unknown time of receipt. */
  Duration residentTime() {
    if (!head.receivedAt().isAfter(Instant.EPOCH)) {
      return DeltaSeconds.MAX;
    }
    Duration residentTime = Duration.between(head.receivedAt(), now);
    return residentTime.plus(TOLERANCE).isNegative() ? DeltaSeconds.MAX : notNegative(residentTime);
  }

  /** current_age. */
  Duration currentAge() {
    return since(correctedInitialAge());
  }

  private Duration since(Duration initialAge) {
    return DeltaSeconds.saturated(initialAge.plus(residentTime()));
  }

  private static Duration notNegative(Duration duration) {
    return duration.isNegative() ? Duration.ZERO : duration;
  }
}
