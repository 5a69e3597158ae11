package larder.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import larder.http.TransferException;
import larder.store.InventoryPort.Watch;
import larder.store.PendingResponse;
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
    try (H2Store store = open("store")) {
      for (int number : LARGE) {
        Killed.store(store, number);
      }
      store.flush();
      copy("store", name);
    }
  }

  private void copy(String name, String other) throws IOException {
    Path from = folder.resolve(name);
    Path to = folder.resolve(other);
    try (Stream<Path> all = Files.walk(from)) {
      for (Path file : all.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)));
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

  private List<Path> contents(String name) throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve(name).resolve("content"))) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private Path orphan(String name) throws IOException {
    Path part = Files.createDirectories(folder.resolve(name).resolve("content/01"));
    return Files.write(part.resolve("1"), new byte[100_000]);
  }

  private static void storeHalf(H2Store store) throws Exception {
    try (PendingResponse pending =
        store.begin(Killed.key(1), Killed.HEAD, OptionalLong.of(400_000))) {
      pending.append(ByteBuffer.allocate(200_000));
    }
  }

  @Test
  void whatCouldNotBeDeletedIsByTheNextRun() throws Exception {
    try (H2Store store = open("store")) {
      store.flush();
      disk.setUndeletable(true);
      storeHalf(store);
      disk.mend();
    }
    assertEquals(1, contents("store").size());
    try (H2Store store = open("store")) {
      store.flush();
      assertEquals(List.of(), contents("store"));
    }
  }

  @Test
  void whatAppearsTooLateIsDeletedByTheNextRun() throws Exception {
    try (H2Store store = open("store")) {
      store.flush();
      disk.setLate(true);
      assertThrows(TransferException.class, () -> storeHalf(store));
      disk.mend();
      disk.createLate();
    }
    assertEquals(1, contents("store").size());
    try (H2Store store = open("store")) {
      store.flush();
      assertEquals(List.of(), contents("store"));
    }
  }

  @Test
  void aSweepThatWasCutOffIsMadeUpFor() throws Exception {
    killed("killed");
    Path orphan = orphan("killed");
    disk.setReading(
        (file, position, bytes) -> {
          if (Thread.currentThread().getName().equals("larder-h2-sweeper")) {
            throw new IOException("Input/output error");
          }
        });
    try (H2Store store = open("killed")) {
      store.flush();
    }
    assertTrue(Files.exists(orphan));
    disk.setReading((file, position, bytes) -> {});
    try (H2Store store = open("killed")) {
      store.flush();
      assertFalse(Files.exists(orphan));
      assertEquals(LARGE.size(), store.verify(Watch.NONE).sound());
    }
  }

  @Test
  void whoeverIsKilledAtOnceHasSaidThatItOpenedTheStore() throws Exception {
    open("store").close();
    try (H2Store store = open("store")) {
      storeAndCopy(store, "killed");
    }
    Path orphan = orphan("killed");
    try (H2Store store = open("killed")) {
      store.flush();
      assertFalse(Files.exists(orphan));
      assertEquals(1, store.size().responses());
    }
  }

  private void storeAndCopy(H2Store store, String to) throws Exception {
    Killed.store(store, 0);
    store.flush();
    copy("store", to);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
