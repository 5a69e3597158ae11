package larder.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CloserTest {
  @TempDir private Path folder;
  private final FaultyDisk disk = new FaultyDisk();

  /** Whoever closes it has more to give back. */
  @Test
  void aFileThatNoThreadIsThereToCloseIsClosedWithTheNextOne() throws Exception {
    AtomicInteger wanted = new AtomicInteger();
    Closer closer =
        new Closer(
            closing -> {
              if (wanted.incrementAndGet() == 1) {
                throw new InternalError("on purpose");
              }
              return Thread.ofPlatform().daemon().unstarted(closing);
            });
    closer.close(disk.create(folder.resolve("first")));
    assertEquals(1, disk.openFiles());
    closer.close(disk.create(folder.resolve("second")));
    while (disk.openFiles() > 0) {
      Thread.onSpinWait();
    }
  }
}
