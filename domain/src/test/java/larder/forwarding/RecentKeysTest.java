package larder.forwarding;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import larder.store.StoreKey;
import org.junit.jupiter.api.Test;

class RecentKeysTest {
  private static final int MOST = 1024;
  private static final int KEYS = 4 * MOST;

  /** Keys that differ in a few characters are spread by every secret that a process may have. */
  @Test
  void whateverTheSecretAboutAsManyAreRememberedAsMayBe() {
    Random secrets = new Random(1);
    for (int attempt = 0; attempt < 300; attempt++) {
      long seed = secrets.nextLong();
      long factor = secrets.nextLong() | 1;
      RecentKeys recent = new RecentKeys(MOST, Duration.ofSeconds(60));
      long[] numbers = new long[KEYS];
      for (int i = 0; i < KEYS; i++) {
        numbers[i] = RecentKeys.number(new StoreKey("http://example.org/" + i), seed, factor);
        recent.add(numbers[i], 0);
      }
      int remembered = 0;
      for (long number : numbers) {
        if (recent.has(number, 1)) {
          remembered++;
        }
      }
      assertTrue(
          remembered > MOST * 9 / 10 && remembered <= MOST,
          remembered + " of " + MOST + " with " + seed + " and " + factor);
    }
  }

  @Test
  void aClockThatIsSetBackMakesNoKeyRememberedForLonger() {
    RecentKeys recent = new RecentKeys(MOST, Duration.ofSeconds(60));
    recent.add(7, 3_600_000);
    assertTrue(recent.has(7, 3_600_000 + 59_999));
    assertTrue(recent.has(7, 3_600_000));
    assertFalse(recent.has(7, 0));
  }
}
