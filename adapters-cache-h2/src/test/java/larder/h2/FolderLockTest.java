package larder.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether somebody has a folder. */
class FolderLockTest {
  @TempDir private Path folder;

  @Test
  void itIsTakenUntilItIsClosed() throws Exception {
    try (FolderLock lock = FolderLock.take(folder)) {
      assertTrue(FolderLock.isTaken(folder), lock::toString);
    }
    assertFalse(FolderLock.isTaken(folder));
  }

  @Test
  void whoAsksWritesNothing() throws Exception {
    assertFalse(FolderLock.isTaken(folder.resolve("none")));
    assertFalse(FolderLock.isTaken(folder));
    try (Stream<Path> there = Files.list(folder)) {
      assertEquals(0, there.count());
    }
  }
}
