package larder.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the log gets to read of a disk that fails. */
class FaultsTest {
  /** Other tests speak meanwhile, and not of this one. */
  private final Path folder = Path.of("folder-" + UUID.randomUUID());

  private final String full =
      "The store in " + folder + " cannot be written, and nothing is stored (full)";
  private final String again = "The store in " + folder + " can be written again";

  private final Logger logger = Logger.getLogger("larder.h2");
  private final List<String> said = new ArrayList<>();
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5); // it may overflow
  private final Faults faults = new Faults(folder, now::get);
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord message) {
          if (message.getMessage().contains(folder.toString())) {
            said.add(message.getMessage());
          }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    logger.addHandler(handler);
  }

  @AfterEach
  void leave() {
    logger.removeHandler(handler);
  }

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
    assertEquals(List.of(full, again), said);
  }

  @Test
  void whatFailsAndWorksByTurnsIsSaidNowAndThen() {
    for (int i = 0; i < 1000; i++) {
      fail();
      faults.writingWorks();
    }
    assertEquals(List.of(full, again), said);

    pass(Faults.QUIET);
    fail();
    faults.writingWorks();
    assertEquals(List.of(full, again, full, again), said);
  }
}
