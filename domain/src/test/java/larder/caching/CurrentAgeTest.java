package larder.caching;

import static larder.caching.Given.NOW;
import static larder.caching.Given.ago;
import static larder.caching.Given.date;
import static larder.caching.Given.seconds;
import static larder.caching.Given.storedAgo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import larder.http.Fields;
import larder.store.StoreKey;
import larder.store.StoredHead;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9111, section 4.2.3, quantity by quantity. */
class CurrentAgeTest {
  private static CurrentAge age(FakeStored stored) {
    return new CurrentAge(stored.head(), NOW);
  }

  private static Duration ageValue(String text) {
    return age(storedAgo(0, "Age", text)).ageValue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | 0",
        "30 | 30",
        "30, 0 | 30",
        "0, 30 | 0",
        "30 , 5 | 30",
        "2147483648 | 2147483648",
        "9999999999999999999999 | 2147483648",
      })
  void theAgeValueIsTheFirstMemberOfAge(String text, long seconds) {
    assertEquals(seconds(seconds), ageValue(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "abc", "-30", "+30", "30.0", "30;foo=bar", ", 30", "\"30\""})
  void anAgeValueThatIsNoNumberIsIgnored(String text) {
    assertEquals(Duration.ZERO, ageValue(text));
  }

  @Test
  void theFirstLineOfAgeCounts() {
    assertEquals(seconds(30), age(storedAgo(0, "Age", "30", "Age", "5")).ageValue());
  }

  @Test
  void theApparentAgeIsTheTimeFromDateToReceipt() {
    assertEquals(seconds(20), age(storedAgo(10, "Date", date(30))).apparentAge());
  }

  @Test
  void theApparentAgeOfADateInTheFutureIsZero() {
    assertEquals(Duration.ZERO, age(storedAgo(10, "Date", date(-30))).apparentAge());
  }

  @Test
  void theApparentAgeWithoutAValidDateIsZero() {
    assertEquals(Duration.ZERO, age(storedAgo(10, "Date", "foo")).apparentAge());
  }

  @Test
  void theApparentAgeCountsInTheWholeSecondsOfDate() {
    StoredHead head =
        new StoredHead(
            200, "OK", Fields.of("Date", date(0)), Fields.EMPTY, NOW, NOW.plusMillis(999));

    assertEquals(Duration.ZERO, new CurrentAge(head, NOW.plusSeconds(1)).apparentAge());
  }

  @Test
  void theResponseDelayIsTheTimeFromRequestToReceipt() {
    assertEquals(seconds(4), age(storedAgo(10).requestedEarlier(seconds(4))).responseDelay());
  }

  @Test
  void theResponseDelayIsZeroIfTheClockWasSetBackMeanwhile() {
    assertEquals(Duration.ZERO, age(storedAgo(10).requestedEarlier(seconds(-4))).responseDelay());
  }

  @Test
  void theCorrectedAgeValueCountsTheResponseDelay() {
    assertEquals(
        seconds(34),
        age(storedAgo(10, "Age", "30").requestedEarlier(seconds(4))).correctedAgeValue());
  }

  @Test
  void theCorrectedInitialAgeIsTheHigherOfTheTwo() {
    assertEquals(
        seconds(60), age(storedAgo(10, "Age", "30", "Date", date(70))).correctedInitialAge());
    assertEquals(
        seconds(30), age(storedAgo(10, "Age", "30", "Date", date(20))).correctedInitialAge());
  }

  @Test
  void theResidentTimeIsTheTimeSinceReceipt() {
    assertEquals(seconds(10), age(storedAgo(10)).residentTime());
  }

  @Test
  void theResidentTimeIsZeroForAClockThatIsALittleBehind() {
    assertEquals(Duration.ZERO, age(storedAgo(-60)).residentTime());
  }

  @Test
  void whatWasStoredByAClockFarAheadIsAsOldAsCanBe() {
    assertEquals(DeltaSeconds.MAX, age(storedAgo(-61)).residentTime());
    assertEquals(DeltaSeconds.MAX, age(storedAgo(-86_400)).currentAge());
  }

  @Test
  void whatCameNobodyKnowsWhenIsAsOldAsCanBeAndStaleForAnyLifetime() {
    StoredHead head =
        new StoredHead(
            200,
            "OK",
            Fields.of("Cache-Control", "max-age=2147483648"),
            Fields.EMPTY,
            Instant.EPOCH,
            Instant.EPOCH);
    FakeStored stored = new FakeStored(new StoreKey("http://example.org/"), head, 0);
    Rfc9111Policy.Settings settings = Rfc9111Policy.Settings.DEFAULT;
    assertEquals(DeltaSeconds.MAX, age(stored).currentAge());
    assertFalse(Assessment.of(stored, NOW, settings).isFresh());
    assertFalse(Given.RFC9111.worth(head).freshUntil().isAfter(NOW));
    assertEquals(Standing.Use.USELESS, Standing.of(stored.key(), head, Given.RFC9111, NOW).use());
  }

  @Test
  void theCurrentAgeIsTheInitialAgeAndTheResidentTime() {
    assertEquals(
        seconds(44), age(storedAgo(10, "Age", "30").requestedEarlier(seconds(4))).currentAge());
  }

  @ParameterizedTest
  @ValueSource(strings = {"2147483648", "2147483647", "9999999999999999999999"})
  void theCurrentAgeSaturates(String ageValue) {
    assertEquals(DeltaSeconds.MAX, age(storedAgo(10, "Age", ageValue)).currentAge());
  }

  /** With a fixed seed: what fails once fails always. */
  @Test
  void theCurrentAgeIsNeverNegativeAndGrowsWithTime() {
    Random random = new Random(423);
    for (int round = 0; round < 2_000; round++) {
      Instant received = ago(random.nextLong(100_000_000));
      StoredHead head =
          new StoredHead(
              200,
              "OK",
              Fields.of(
                  "Age",
                  "" + random.nextLong(1L << random.nextInt(1, 34)),
                  "Date",
                  date(random.nextLong(-100_000_000, 100_000_000))),
              Fields.EMPTY,
              received.plusMillis(random.nextLong(-5_000, 5_000)),
              received);
      Duration before = CurrentAge.of(head, NOW);
      Duration after = CurrentAge.of(head, NOW.plusSeconds(1));

      assertEquals(false, before.isNegative());
      assertEquals(DeltaSeconds.saturated(before.plusSeconds(1)), after);
    }
  }
}
