package larder.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import larder.store.InventoryPort.Watch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contents that no record is of go, and none else. */
class SweepTest {
  /** With large contents all of them. */
  private static final List<Integer> LARGE = List.of(0, 20, 40, 60, 80);

  @TempDir private Path folder;
  private final FaultyDisk disk = new FaultyDisk();

  private H2Store open(String name) throws Exception {
    return H2Store.open(H2Settings.of(folder.resolve(name), 1L << 30), disk);
  }

  /** A folder with large contents whose process was killed. */
  private void killed(String name) throws Exception {
    Path from = folder.resolve("store");
    Path to = folder.resolve(name);
    try (H2Store store = open("store")) {
      for (int number : LARGE) {
        Killed.store(store, number);
      }
      store.flush();
      try (Stream<Path> all = Files.walk(from)) {
        for (Path file : all.toList()) {
          Files.copy(file, to.resolve(from.relativize(file)));
        }
      }
    }
  }

  @Test
  void aStoreThatIsClosedWhileItSweepsLosesNothing() throws Exception {
    killed("killed");
    CompletableFuture<Thread> sweeper = new CompletableFuture<>();
    CountDownLatch closed = new CountDownLatch(1);
    disk.setReading(
        (file, position, bytes) -> {
          Thread reader = Thread.currentThread();
          if (reader.getName().equals("larder-h2-sweeper")) {
            sweeper.complete(reader);
            await(closed);
          }
        });
    try (H2Store store = open("killed")) {
      assertEquals(LARGE.size(), store.size().responses());
      sweeper.join();
    }
    closed.countDown();
    sweeper.join().join();
    try (H2Store store = open("killed")) {
      store.flush();
      assertEquals(LARGE.size(), store.verify(Watch.NONE).sound());
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
