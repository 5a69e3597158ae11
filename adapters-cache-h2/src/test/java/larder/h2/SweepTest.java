package larder.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
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

  /** Its catalogue knows all records. */
  private void killedWhenAllWasKnown(String name) throws Exception {
    try (H2Store store = open(name)) {
      for (int number : LARGE) {
        Killed.store(store, number);
      }
    }
    try (Connection connection =
            DriverManager.getConnection(Catalog.url(folder.resolve(name)), "", "");
        Statement statement = connection.createStatement()) {
      statement.execute("UPDATE store SET closed = FALSE");
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

  /** The record of a large content cannot be read: its file may be wanted. */
  @Test
  void whatCannotBeReadKeepsASweepFromEndingUntilItsPackIsGone() throws Exception {
    killedWhenAllWasKnown("killed");
    Path orphan = orphan("killed");
    breakRecordOf(40, "killed");
    try (H2Store store = open("killed")) {
      store.flush();
      store.flush();
      assertEquals(LARGE.size() - 1, store.verify(Watch.NONE).sound());
      assertTrue(store.find(Killed.key(40)).isEmpty());
    }
    try (H2Store store = open("killed")) {
      store.flush();
      assertFalse(Files.exists(orphan));
      assertEquals(LARGE.size() - 1, contents("killed").size());
      assertEquals(LARGE.size() - 1, store.verify(Watch.NONE).sound());
    }
  }

  @Test
  void whatCannotBeReadGoesWhereAllRoomIsGivenBack() throws Exception {
    killedWhenAllWasKnown("killed");
    try (H2Store store = open("killed")) {
      store.flush();
      Path orphan = orphan("killed");
      breakRecordOf(40, "killed");
      store.compact();
      assertFalse(Files.exists(orphan));
      assertEquals(LARGE.size() - 1, contents("killed").size());
      assertEquals(LARGE.size() - 1, store.verify(Watch.NONE).sound());
    }
  }

  /** As a disk does of which nothing can be read for a while. */
  @Test
  void aSweepThatFailsDoesNotStopStoring() throws Exception {
    try (H2Store store = open("store")) {
      for (int number : LARGE) {
        Killed.store(store, number);
      }
      store.flush();
      disk.setUnreadable(true);
      store.compact();
      disk.mend();
      Killed.store(store, 1);
      store.flush();
      assertEquals(LARGE.size() + 1, store.verify(Watch.NONE).sound());
    }
  }

  private void breakRecordOf(int number, String name) throws IOException {
    String uri = Killed.key(number).uri();
    try (Stream<Path> packs = Files.list(folder.resolve(name).resolve("packs"))) {
      for (Path pack : packs.toList()) {
        int at = Files.readString(pack, StandardCharsets.ISO_8859_1).indexOf(uri);
        if (at >= 0) {
          disk.setReading(
              (file, position, bytes) -> {
                if (file.equals(pack) && position <= at && at < position + bytes) {
                  throw new IOException("Input/output error");
                }
              });
        }
      }
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
