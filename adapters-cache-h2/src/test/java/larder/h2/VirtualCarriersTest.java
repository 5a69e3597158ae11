package larder.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import javax.management.ObjectName;
import jdk.management.VirtualThreadSchedulerMXBean;
import org.junit.jupiter.api.Test;

/** How many carriers the scheduler has while a disk holds some. */
class VirtualCarriersTest {
  private final Scheduler scheduler = new Scheduler();
  private final VirtualCarriers carriers = new VirtualCarriers(() -> scheduler);

  /** Has two carriers at first, and no memory for whoever asks next, if that is wanted. */
  private static final class Scheduler implements VirtualThreadSchedulerMXBean {
    private int parallelism = 2;
    private boolean fails;

    private void failOnce() {
      if (fails) {
        fails = false;
        throw new OutOfMemoryError("on purpose");
      }
    }

    @Override
    public int getParallelism() {
      failOnce();
      return parallelism;
    }

    @Override
    public void setParallelism(int size) {
      failOnce();
      parallelism = size;
    }

    @Override
    public int getPoolSize() {
      return parallelism;
    }

    @Override
    public int getMountedVirtualThreadCount() {
      return 0;
    }

    @Override
    public long getQueuedVirtualThreadCount() {
      return 0;
    }

    @Override
    public ObjectName getObjectName() {
      throw new AssertionError();
    }
  }

  @Test
  void thereAreAsManyMoreAsAreHeld() {
    carriers.replace(3);
    assertEquals(5, scheduler.parallelism);
    carriers.replace(1);
    assertEquals(3, scheduler.parallelism);
    carriers.replace(0);
    assertEquals(2, scheduler.parallelism);
  }

  @Test
  void aChangeThatFailedIsMadeAtTheNextLook() {
    carriers.replace(0);
    scheduler.fails = true;
    assertThrows(OutOfMemoryError.class, () -> carriers.replace(3));
    carriers.replace(3);
    assertEquals(5, scheduler.parallelism);
  }

  @Test
  void theUsualNumberIsAskedForAgainIfThatFailed() {
    scheduler.fails = true;
    assertThrows(OutOfMemoryError.class, () -> carriers.replace(3));
    carriers.replace(3);
    assertEquals(5, scheduler.parallelism);
  }
}
