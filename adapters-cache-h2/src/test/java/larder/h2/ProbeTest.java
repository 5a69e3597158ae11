package larder.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbeTest {
  private final FaultyDisk disk = new FaultyDisk();

  @TempDir private Path folder;

  private Probe probe() {
    return new Probe(disk, folder.resolve("probe"));
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  @Test
  void aDiskWorksIfItCanBeWrittenAndRead() {
    assertTrue(probe().works());
    disk.setUnreadable(true);
    assertFalse(probe().works());
    disk.mend();
    disk.setFull(true);
    assertFalse(probe().works());
  }

  /** The second one begins before the first one makes its file, and ends after the first one. */
  @Test
  void twoProbesOfOneFolderAtTheSameTimeBothSeeThatTheDiskWorks() throws Exception {
    Thread first = Thread.currentThread();
    CountDownLatch secondReads = new CountDownLatch(1);
    CountDownLatch firstEnded = new CountDownLatch(1);
    AtomicReference<CompletableFuture<Boolean>> second = new AtomicReference<>();
    disk.setReading(
        (file, position, bytes) -> {
          if (!Thread.currentThread().equals(first)) {
            secondReads.countDown();
            await(firstEnded);
          }
        });
    disk.setOutOfDescriptors(
        file -> {
          if (Thread.currentThread().equals(first)) {
            second.set(CompletableFuture.supplyAsync(() -> probe().works()));
            await(secondReads);
          }
          return false;
        });
    boolean works = probe().works();
    firstEnded.countDown();
    assertTrue(works);
    assertTrue(second.get().get());
    assertEquals(List.of(), files());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void theNextProbeDeletesTheFileOfAnEarlierProcess() throws Exception {
    Files.write(folder.resolve("probe"), new byte[1]);
    assertTrue(probe().works());
    assertEquals(List.of(), files());
  }
}
