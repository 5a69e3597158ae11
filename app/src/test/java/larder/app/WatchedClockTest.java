package larder.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WatchedClockTest {
  private final SettableClock clock = new SettableClock();
  private final AtomicInteger noticed = new AtomicInteger();
  private final WatchedClock watched = new WatchedClock(clock, noticed::incrementAndGet);

  private void set(Duration by) {
    clock.advance(by);
    assertEquals(clock.instant(), watched.instant());
  }

  @Test
  void aClockThatGoesOnIsLeftAlone() {
    set(Duration.ZERO);
    set(Duration.ofDays(400));
    set(Duration.ofSeconds(-2));
    set(Duration.ofSeconds(2));
    assertEquals(0, noticed.get());
  }

  @Test
  void eachTimeItIsSetBackIsNoticedOnce() {
    set(Duration.ofMillis(-2001));
    set(Duration.ZERO);
    set(Duration.ofSeconds(5));
    assertEquals(1, noticed.get());
    set(Duration.ofDays(-1));
    assertEquals(2, noticed.get());
  }

  @Test
  void whoAsksForMillisecondsNoticesItToo() {
    clock.advance(Duration.ofSeconds(3));
    assertEquals(clock.millis(), watched.millis());
    clock.advance(Duration.ofMillis(-2001));
    assertEquals(clock.millis(), watched.millis());
    assertEquals(1, noticed.get());
  }

  @Test
  void smallStepsAddUp() {
    for (int i = 0; i < 3; i++) {
      set(Duration.ofMillis(-900));
    }
    assertEquals(1, noticed.get());
  }
}
