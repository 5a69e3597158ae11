package larder.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class BackgroundTest {
  @AutoClose private final Background background = new Background(Thread::startVirtualThread);
  private final Semaphore begun = new Semaphore(0);
  private final Semaphore goOn = new Semaphore(0);
  private final AtomicInteger atOnce = new AtomicInteger();
  private final AtomicInteger mostAtOnce = new AtomicInteger();

  private void takeTime() {
    mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
    begun.release();
    goOn.acquireUninterruptibly();
    atOnce.decrementAndGet();
  }

  @Test
  void soManyRunAtOnceAndSoManyWait() {
    int most = Background.AT_ONCE + Background.WAITING;
    for (int i = 0; i < most; i++) {
      background.execute(this::takeTime);
    }
    assertThrows(RejectedExecutionException.class, () -> background.execute(this::takeTime));
    begun.acquireUninterruptibly(Background.AT_ONCE);
    goOn.release(most);
    begun.acquireUninterruptibly(Background.WAITING);
    assertEquals(Background.AT_ONCE, mostAtOnce.get());
  }

  @Test
  void oneThatFailsLeavesItsPlace() throws Exception {
    int some = 2 * Background.AT_ONCE;
    for (int i = 0; i < some; i++) {
      background.execute(
          () -> {
            begun.release();
            throw new AssertionError("A test's own");
          });
    }
    begun.acquire(some);
  }

  @Test
  void oneThatCannotBeginLeavesItsPlace() throws Exception {
    AtomicInteger without = new AtomicInteger(2 * (Background.AT_ONCE + Background.WAITING));
    Background poor =
        new Background(
            task -> {
              if (without.decrementAndGet() >= 0) {
                throw new OutOfMemoryError("A test's own");
              }
              Thread.startVirtualThread(task);
            });
    for (int i = without.get(); i > 0; i--) {
      assertThrows(OutOfMemoryError.class, () -> poor.execute(begun::release));
    }
    poor.execute(begun::release);
    begun.acquire();
  }

  @Test
  void oneThatThereIsNoMemoryToRememberRunsAllTheSame() throws Exception {
    Background poor = new Background(task -> new Unmemorable(task).start());
    poor.execute(begun::release);
    begun.acquire();
  }

  /** No set of threads takes it at first. */
  private static final class Unmemorable extends Thread {
    private boolean refused;

    private Unmemorable(Runnable task) {
      super(task);
    }

    @Override
    public int hashCode() {
      if (!refused) {
        refused = true;
        throw new OutOfMemoryError("A test's own");
      }
      return System.identityHashCode(this);
    }
  }

  @Test
  void closingInterruptsWhatIsUnderWayAndTakesNoMore() throws Exception {
    CountDownLatch interrupted = new CountDownLatch(Background.AT_ONCE);
    for (int i = 0; i < Background.AT_ONCE; i++) {
      background.execute(
          () -> {
            begun.release();
            try {
              goOn.acquire();
            } catch (InterruptedException e) {
              interrupted.countDown();
            }
          });
    }
    begun.acquire(Background.AT_ONCE);
    background.close();
    interrupted.await();
    assertThrows(RejectedExecutionException.class, () -> background.execute(begun::release));
  }
}
