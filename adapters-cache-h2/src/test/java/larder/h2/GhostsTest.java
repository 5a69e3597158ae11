package larder.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GhostsTest {
  private final Ghosts ghosts = new Ghosts();

  private static long hash(int i) {
    return UriBytes.hash("key " + i);
  }

  private long known(int from, int to) {
    return IntStream.range(from, to).filter(i -> ghosts.remove(hash(i))).count();
  }

  @Test
  void aKeyIsRememberedOnce() {
    ghosts.add(hash(1), 10);
    assertFalse(ghosts.remove(hash(2)));
    assertTrue(ghosts.remove(hash(1)));
    assertFalse(ghosts.remove(hash(1)));
  }

  @Test
  void aboutAsManyAsAreStoredAreRemembered() {
    for (int i = 0; i < 100_000; i++) {
      ghosts.add(hash(i), 10_000);
    }
    long lately = known(95_000, 100_000);
    assertTrue(lately > 2500, "of the last 5,000 are known " + lately);
    long before = known(0, 50_000);
    assertTrue(before < 1000, "of the first 50,000 are known " + before);
  }

  @Test
  void theyAreRememberedAlsoWhenMoreAreStoredThanBefore() {
    for (int i = 0; i < 500; i++) {
      ghosts.add(hash(i), 1);
    }
    long inVain = 0;
    ghosts.add(hash(1000), 1 << 20);
    for (int i = 0; i < 500; i++) {
      inVain += ghosts.remove(hash(i)) ? 0 : 1;
    }
    assertTrue(inVain < 150, "forgotten: " + inVain);
    assertEquals(0, known(2000, 3000));
  }
}
