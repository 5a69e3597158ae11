package larder.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SeldomTest {
  private static final Duration QUIET = Duration.ofMinutes(1);

  private final Seldom seldom = new Seldom(QUIET);
  private long now = Long.MAX_VALUE - 5; // it may overflow

  private long happenedAfter(Duration time) {
    now += time.toNanos();
    return seldom.happened(now);
  }

  @Test
  void theFirstIsSaidAtOnce() {
    assertEquals(1, happenedAfter(Duration.ZERO));
  }

  @Test
  void nothingIsSaidUntilItHasBeenQuietForLongEnough() {
    happenedAfter(Duration.ZERO);
    assertEquals(0, happenedAfter(Duration.ZERO));
    assertEquals(0, happenedAfter(QUIET.minusNanos(1)));
    assertEquals(3, happenedAfter(Duration.ofNanos(1)), "for all that came meanwhile");
    assertEquals(0, happenedAfter(Duration.ZERO));
  }

  @Test
  void whatIsSeldomIsSaidEachTime() {
    for (int i = 0; i < 3; i++) {
      assertEquals(1, happenedAfter(QUIET));
    }
  }
}
