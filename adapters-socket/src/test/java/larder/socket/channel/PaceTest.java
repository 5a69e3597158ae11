package larder.socket.channel;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Which sides are too slow. */
class PaceTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final Pace pace = new Pace(100, Duration.ofSeconds(10));

  @Test
  void whoDripsIsTooSlowOnceTheWindowHasPassed() throws Exception {
    for (int i = 0; i < 9; i++) {
      pace.step(SECOND, 99);
    }
    assertThrows(SocketTimeoutException.class, () -> pace.step(SECOND, 99));
  }

  @Test
  void whoKeepsUpIsNot() throws Exception {
    for (int i = 0; i < 100; i++) {
      pace.step(SECOND, 100);
    }
  }

  @Test
  void aBurstDoesNotMakeUpForALaterWindow() throws Exception {
    pace.step(10 * SECOND, 1_000_000);
    assertThrows(SocketTimeoutException.class, () -> pace.step(10 * SECOND, 999));
  }

  @Test
  void whatTakesNoTimeIsNeverTooSlow() throws Exception {
    for (int i = 0; i < 1000; i++) {
      pace.step(0, 1);
    }
  }

  @Test
  void withoutARateNobodyIs() throws Exception {
    Pace.any().step(1000 * SECOND, 0);
  }

  @Test
  void whatGoesWithoutWaitingCounts() throws Exception {
    pace.moved(1_000);
    pace.step(10 * SECOND, 0);
    assertThrows(SocketTimeoutException.class, () -> pace.step(10 * SECOND, 999));
  }
}
