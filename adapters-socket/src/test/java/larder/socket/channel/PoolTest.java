package larder.socket.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PoolTest {
  private static final long UNNEEDED = Duration.ofSeconds(10).toNanos();

  private final AtomicInteger made = new AtomicInteger();
  private final Pool<Integer> pool = new Pool<>(1 << 20, made::incrementAndGet);

  private static List<Integer> take(Pool<Integer> from, int count) {
    return Stream.generate(from::take).limit(count).toList();
  }

  @Test
  void whoGaveOneFindsItAgain() throws Exception {
    Integer own = pool.take();
    Integer others = pool.take();
    pool.give(own);
    Thread.startVirtualThread(() -> pool.give(others)).join();
    assertEquals(own, pool.take());
    assertEquals(others, pool.take());
    assertEquals(3, pool.take());
  }

  @Test
  void nothingIsTakenTwiceAndNoMoreIsKeptThanMay() {
    List<Integer> taken = take(pool, 100);
    taken.forEach(pool::give);
    assertEquals(100, new HashSet<>(take(pool, 100)).size());
    assertEquals(100 + 36, made.get());
  }

  @Test
  void ofWhatIsSmallAsManyAreKeptAsAreNeededAtOnce() {
    Pool<Integer> small = new Pool<>(16 << 10, made::incrementAndGet);
    take(small, 200).forEach(small::give);
    take(small, 200);
    assertEquals(200, made.get());
  }

  @Test
  void whatAnotherThreadGaveIsFound() throws Exception {
    for (int i = 0; i < 50; i++) {
      Integer one = pool.take();
      Thread.startVirtualThread(() -> pool.give(one)).join();
    }
    assertEquals(1, made.get());
  }

  @Test
  void whatNobodyNeedsIsLetGo() {
    take(pool, 20).forEach(pool::give);
    pool.sweep(UNNEEDED);
    pool.sweep(2 * UNNEEDED - 1);
    take(pool, 20).forEach(pool::give);
    assertEquals(20, made.get());
    pool.sweep(2 * UNNEEDED);
    pool.sweep(3 * UNNEEDED);
    take(pool, 20);
    assertEquals(40, made.get());
  }

  @Test
  void whatIsNeededStays() {
    take(pool, 4).forEach(pool::give);
    for (int time = 1; time < 5; time++) {
      pool.sweep(time * UNNEEDED);
      take(pool, 2).forEach(pool::give);
    }
    assertEquals(4, made.get());
    take(pool, 3);
    assertEquals(5, made.get());
  }

  @Test
  void whoCanDoWithoutGetsNoneThatWouldNotBeKept() {
    List<Integer> lent = take(pool, pool.places());
    assertNull(pool.takeIfKept());
    Integer beyond = pool.take();
    lent.forEach(pool::give);
    assertNotNull(pool.takeIfKept());
    pool.give(beyond);
    take(pool, pool.places());
    assertNull(pool.takeIfKept());
  }

  @Test
  void whatWasLetGoMayBeMadeAgain() {
    take(pool, pool.places()).forEach(pool::give);
    pool.sweep(UNNEEDED);
    pool.sweep(2 * UNNEEDED);
    take(pool, pool.places() - 1);
    assertNotNull(pool.takeIfKept());
    assertNull(pool.takeIfKept());
  }

  @Test
  void manyThreadsNeverShareOne() throws Exception {
    boolean[] inUse = new boolean[10_000];
    Callable<Boolean> user =
        () -> {
          boolean alone = true;
          for (int i = 0; i < 2_000; i++) {
            Integer one = pool.take();
            alone &= !inUse[one];
            inUse[one] = true;
            Thread.onSpinWait();
            inUse[one] = false;
            pool.give(one);
          }
          return alone;
        };
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (Future<Boolean> each :
          threads.invokeAll(IntStream.range(0, 4).mapToObj(_ -> user).toList())) {
        assertEquals(true, each.get());
      }
    }
  }
}
