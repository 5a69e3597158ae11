package larder.socket.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PoolTest {
  private final AtomicInteger made = new AtomicInteger();
  private final Pool<Integer> pool = new Pool<>(4, made::incrementAndGet);

  @Test
  void whatWasGivenIsTakenAgain() {
    Integer first = pool.take();
    pool.give(first);
    assertEquals(first, pool.take());
    assertNotEquals(first, pool.take());
  }

  @Test
  void nothingIsTakenTwiceAndNoMoreIsKeptThanMay() {
    Set<Integer> taken = new HashSet<>();
    for (int i = 0; i < 10; i++) {
      taken.add(pool.take());
    }
    assertEquals(10, taken.size());
    taken.forEach(pool::give);
    Set<Integer> again = new HashSet<>();
    for (int i = 0; i < 10; i++) {
      again.add(pool.take());
    }
    assertEquals(10, again.size());
    assertEquals(16, made.get());
  }

  @Test
  void theBoundIsAPowerOfTwo() {
    assertThrows(IllegalArgumentException.class, () -> new Pool<>(3, Object::new));
  }
}
