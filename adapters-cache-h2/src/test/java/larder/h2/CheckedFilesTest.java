package larder.h2;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CheckedFilesTest {
  private final AtomicLong time = new AtomicLong(Long.MAX_VALUE - 1); // it may overflow
  private final CheckedFiles checked = new CheckedFiles(time::get);

  @Test
  void aFileIsTrustedForAWhile() {
    assertFalse(checked.contains(1, 0));
    checked.add(1, 100);
    time.addAndGet(CheckedFiles.TRUSTED.toNanos() - 1);
    assertTrue(checked.contains(1, 100));
    time.addAndGet(1);
    assertFalse(checked.contains(1, 100));
  }

  @Test
  void oneThatWasWrittenToSinceIsNot() {
    checked.add(1, 100);
    assertFalse(checked.contains(1, 101));
  }

  @Test
  void theLatestAreKnownAtOnceAndNeverTakenForOthers() {
    for (long id = 0; id <= CheckedFiles.MOST; id++) {
      checked.add(id, id);
    }
    assertFalse(checked.contains(0, 0), "forgotten for the last one");
    for (long id = 1; id <= CheckedFiles.MOST; id++) {
      assertTrue(checked.contains(id, id));
    }
  }
}
