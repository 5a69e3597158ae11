package larder.socket.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class OutsidersTest {
  private static final long LATE = Duration.ofSeconds(1).toNanos();

  private final Deque<Runnable> sent = new ArrayDeque<>();
  private final AtomicLong now =
      new AtomicLong(Long.MAX_VALUE - 5); // a clock that is about to overflow
  private Runnable outThere = () -> {};
  private final Outsiders outsiders = new Outsiders(now::get, sent::add, () -> outThere.run());

  /** A virtual thread that begins a step now. */
  private final class Insider {
    private final FutureTask<Boolean> step = new FutureTask<>(() -> outsiders.letIn(now.get()));
    private final Thread thread = Thread.startVirtualThread(step);

    private Insider awaitAside() {
      while (thread.getState() != Thread.State.WAITING) {
        if (Thread.currentThread().isInterrupted()) {
          throw new AssertionError("It did not step aside");
        }
        Thread.onSpinWait();
      }
      return this;
    }

    private boolean steppedAside() throws Exception {
      return step.get();
    }
  }

  @Test
  void whoIsNotCrowdedStepsOn() throws Exception {
    now.addAndGet(LATE);
    assertFalse(new Insider().steppedAside());
    assertTrue(sent.isEmpty());
  }

  @Test
  void aScoutInTimeIsNotWaitedFor() throws Exception {
    outsiders.crowded();
    assertFalse(new Insider().steppedAside());
    sent.remove().run();
    now.addAndGet(LATE);
    assertFalse(new Insider().steppedAside());
  }

  @Test
  void allStepAsideUntilALateOneIsThere() throws Exception {
    outsiders.crowded();
    now.addAndGet(LATE);
    Insider one = new Insider().awaitAside();
    Insider other = new Insider().awaitAside();
    sent.remove().run();
    assertTrue(one.steppedAside());
    assertTrue(other.steppedAside());
    assertFalse(new Insider().steppedAside());
  }

  @Test
  void aPlatformThreadDoesNotStandInTheWay() {
    outsiders.crowded();
    now.addAndGet(LATE);
    assertFalse(outsiders.letIn(now.get()));
  }

  @Test
  void oneGoesOutAgainAndAgainWhileItIsCrowded() throws Exception {
    int[] rounds = {0};
    outThere =
        () -> {
          if (++rounds[0] < 3) {
            outsiders.crowded();
          }
        };
    outsiders.crowded();
    sent.remove().run();
    assertEquals(3, rounds[0]);
    assertTrue(sent.isEmpty());
    outsiders.crowded();
    assertEquals(1, sent.size());
  }

  @Test
  void oneThatIsLateOutThereIsWaitedForToo() throws Exception {
    Insider[] aside = new Insider[1];
    outThere =
        () -> {
          now.addAndGet(LATE);
          aside[0] = new Insider().awaitAside();
        };
    outsiders.crowded();
    sent.remove().run();
    assertTrue(aside[0].steppedAside());
  }

  @Test
  void nobodyWaitsForOneThatCannotBeSent() throws Exception {
    Outsiders alone =
        new Outsiders(
            now::get,
            scout -> {
              throw new RejectedExecutionException();
            },
            () -> {});
    for (int i = 0; i < 2; i++) {
      assertThrows(RejectedExecutionException.class, alone::crowded);
    }
    now.addAndGet(LATE);
    FutureTask<Boolean> step = new FutureTask<>(() -> alone.letIn(now.get()));
    Thread.startVirtualThread(step);
    assertFalse(step.get());
  }

  @Test
  void nobodyWaitsForOneThatIsLost() throws Exception {
    Insider[] aside = new Insider[1];
    outThere =
        () -> {
          now.addAndGet(LATE);
          aside[0] = new Insider().awaitAside();
          throw new IllegalStateException("Lost");
        };
    outsiders.crowded();
    assertThrows(IllegalStateException.class, sent.remove()::run);
    assertTrue(aside[0].steppedAside());
    outsiders.crowded();
    assertEquals(1, sent.size());
  }
}
