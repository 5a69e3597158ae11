package larder.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import larder.test.log.Overheard;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What the log gets to read of a disk that fails. */
class FaultsTest {
  /** Other tests speak meanwhile, and not of this one. */
  private final Path folder = Path.of("folder-" + UUID.randomUUID());

  private final String full =
      "The store in " + folder + " cannot be written, and nothing is stored (full)";
  private final String again = "The store in " + folder + " can be written again";

  @AutoClose private final Overheard log = Overheard.of("larder.h2", folder.toString());

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5); // it may overflow
  private final Faults faults = new Faults(folder, now::get);

  private void fail() {
    faults.writingFails(new IOException("full\nand more"));
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  @Test
  void whatGoesOnFailingIsSaidOnce() {
    fail();
    pass(Faults.QUIET.multipliedBy(10));
    fail();
    faults.writingWorks();
    faults.writingWorks();
    assertEquals(List.of(full, again), log.said());
  }

  /** Whoever says it has something else to do. */
  @Test
  void aLogThatFailsIsNobodysFault() {
    try (FailingLog failing = new FailingLog(folder.toString())) {
      fail();
      faults.writingWorks();
      faults.readingFails(new IOException("broken"));
      faults.watchFails(new OutOfMemoryError("no threads"));
      faults.diskHangs();
      faults.diskAnswers();
      faults.isDamaged("something");
      assertEquals(7, failing.failed());
    }
  }

  @Test
  void whatFailsAndWorksByTurnsIsSaidNowAndThen() {
    for (int i = 0; i < 1000; i++) {
      fail();
      faults.writingWorks();
    }
    assertEquals(List.of(full, again), log.said());

    pass(Faults.QUIET);
    fail();
    faults.writingWorks();
    assertEquals(List.of(full, again, full, again), log.said());
  }
}
