package larder.socket.channel;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.channels.Selector;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A lock that both a carrier and its virtual threads take. */
@Timeout(20)
class PinTest {
  private final Object lock = new Object();
  private final CountDownLatch had = new CountDownLatch(2);
  private Carrier carrier;
  private Thread carrying;

  @BeforeEach
  void start() throws Exception {
    carrier = Carriers.open(Selector.open(), System::nanoTime);
    carrier.start();
    FutureTask<Thread> step = new FutureTask<>(Thread::currentThread);
    carrier.execute(step);
    carrying = step.get();
  }

  private void takeIt() {
    synchronized (lock) {
      had.countDown();
    }
  }

  /**
   * Waits until the carrier is blocked for good: it is blocked for a moment also when a thread that
   * waits for the lock leaves it.
   */
  private void untilTheCarrierWaits() throws InterruptedException {
    int looks = 0;
    while (looks < 10_000) {
      looks = carrying.getState() == Thread.State.BLOCKED ? looks + 1 : 0;
      if (Thread.interrupted()) {
        throw new InterruptedException("The carrier goes on without who waits for the lock");
      }
    }
  }

  @Test
  void whoWaitsForALockKeepsItsCarrier() throws Exception {
    assertTrue(Pin.isPossible(), "this JVM was started with --add-exports java.base/jdk.internal…");
    synchronized (lock) {
      carrier.carry(
          () -> {
            try (Pin _ = Pin.hold()) {
              takeIt();
            }
          });
      untilTheCarrierWaits();
      carrier.execute(this::takeIt); // as between two steps
    }
    had.await();
  }

  @Test
  void alsoBehindOneWithinAnother() throws Exception {
    synchronized (lock) {
      carrier.carry(
          () -> {
            try (Pin _ = Pin.hold()) {
              try (Pin _ = Pin.hold()) {
                Thread.onSpinWait();
              }
              takeIt();
            }
          });
      untilTheCarrierWaits();
      carrier.execute(this::takeIt);
    }
    had.await();
  }

  @Test
  void afterwardsItLeavesItsCarrierToWait() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    carrier.carry(
        () -> {
          try (Pin _ = Pin.hold()) {
            takeIt();
          }
          try {
            had.await();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
          ended.countDown();
        });
    carrier.execute(this::takeIt);
    ended.await();
  }

  @Test
  void threadsOfTheSystemNeedNone() throws Exception {
    Thread own =
        new Thread(
            () -> {
              try (Pin _ = Pin.hold()) {
                takeIt();
              }
            });
    own.start();
    own.join();
    takeIt();
    had.await();
  }
}
