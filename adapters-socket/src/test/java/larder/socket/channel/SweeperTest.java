package larder.socket.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A sweeper goes on, whatever one connection does. */
class SweeperTest {
  private static final class Cut implements Watched {
    private int times;

    @Override
    public void sweep(long now) {}

    @Override
    public void cut() {
      times++;
    }
  }

  @Test
  void whatIsWatchedOnlyAfterTheEndIsCutToo() {
    Sweeper sweeper = new Sweeper(() -> 0);
    Cut before = new Cut();
    Cut after = new Cut();
    sweeper.watch(before);
    sweeper.close();
    sweeper.watch(after);
    assertEquals(1, before.times);
    assertEquals(1, after.times);
  }

  private record Counting(List<String> swept, String name, Throwable thrown) implements Watched {
    @Override
    public void sweep(long now) {
      swept.add(name);
      if (thrown instanceof Error error) {
        throw error;
      }
      if (thrown instanceof RuntimeException exception) {
        throw exception;
      }
    }

    @Override
    public void cut() {}
  }

  @ParameterizedTest
  @ValueSource(classes = {OutOfMemoryError.class, StackOverflowError.class, RuntimeException.class})
  void whatOneConnectionThrowsIsNothingToTheOthers(Class<? extends Throwable> kind)
      throws Exception {
    assertOthersAreSwept(kind.getConstructor().newInstance());
  }

  private static void assertOthersAreSwept(Throwable thrown) {
    List<String> swept = new ArrayList<>();
    Sweeper sweeper = new Sweeper(() -> 0);
    for (String name : List.of("a", "b", "c")) {
      sweeper.watch(new Counting(swept, name, thrown));
    }
    sweeper.sweep();
    sweeper.sweep();

    swept.sort(null);
    assertEquals(List.of("a", "a", "b", "b", "c", "c"), swept);
  }

  /** Leaves so little memory that it cannot be logged either. */
  private static final class Unspeakable extends OutOfMemoryError {
    private static final long serialVersionUID = 1;

    @Override
    public String getMessage() {
      throw new OutOfMemoryError("A test's own");
    }
  }

  @Test
  void thatItCannotBeWrittenDownIsNothingToTheOthers() {
    assertOthersAreSwept(new Unspeakable());
  }

  @Test
  void whatCouldNotBeEndedIsEndedLater() {
    AtomicLong time = new AtomicLong();
    AtomicInteger ended = new AtomicInteger();
    Sweeper sweeper = new Sweeper(time::get);
    Runnable failsAtFirst =
        () -> {
          if (ended.incrementAndGet() == 1) {
            throw new OutOfMemoryError("A test's own");
          }
        };
    try (IdleWatch watch = new IdleWatch(sweeper, 1, failsAtFirst)) {
      time.set(Duration.ofSeconds(1).toNanos());
      for (int i = 0; i < 3; i++) {
        sweeper.sweep();
      }
      assertTrue(watch.hasExpired());
      assertEquals(2, ended.get());
    }
  }

  @Test
  @Timeout(20)
  void whateverIsThrownItSweepsOn() throws InterruptedException {
    AtomicInteger told = new AtomicInteger();
    LongSupplier failsAtFirst =
        () -> {
          if (told.incrementAndGet() == 2) { // the first call is at the start
            throw new Unspeakable();
          }
          return 0;
        };
    CountDownLatch swept = new CountDownLatch(1);
    try (Sweeper sweeper = Sweeper.start("larder-test-sweeper", failsAtFirst)) {
      sweeper.watch(
          new Watched() {
            @Override
            public void sweep(long now) {
              swept.countDown();
            }

            @Override
            public void cut() {}
          });
      assertTrue(swept.await(10, TimeUnit.SECONDS));
    }
  }
}
