package larder.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import larder.http.Fields;
import larder.http.TransferException;
import larder.store.StoredHead;
import larder.store.StoredResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The clock is set back: whoever asks for the time waits until nothing is trusted any more. */
class KnownAgesTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir private Path folder;
  private final FaultyDisk disk = new FaultyDisk();

  private H2Store open() throws Exception {
    return H2Store.open(H2Settings.of(folder, 1L << 30), disk);
  }

  private static void store(H2Store store, int number) throws TransferException {
    StoredHead head = new StoredHead(200, "OK", Fields.EMPTY, Fields.EMPTY, NOON, NOON);
    store.begin(Killed.key(number), head, OptionalLong.of(0)).commit();
  }

  /** Those that are found with the times that they were stored with. */
  private static List<Integer> trusted(H2Store store, int count) {
    return IntStream.rangeClosed(1, count)
        .filter(number -> isTrusted(store, number))
        .boxed()
        .toList();
  }

  private static boolean isTrusted(H2Store store, int number) {
    StoredResponse stored = store.find(Killed.key(number)).getFirst();
    return stored.head().receivedAt().equals(NOON);
  }

  /** Whatever reads on that thread waits; says that it does. */
  private CountDownLatch hold(String thread, CountDownLatch goesOn) {
    CountDownLatch held = new CountDownLatch(1);
    disk.setReading(
        (file, position, bytes) -> {
          if (Thread.currentThread().getName().equals(thread)) {
            held.countDown();
            await(goesOn);
          }
        });
    return held;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void nobodyWaitsForWhatIsSwept() throws Exception {
    try (H2Store store = open()) {
      store(store, 1);
      Killed.store(store, 20);
    }
    Files.delete(folder.resolve("index.mv.db")); // as if it had been killed
    CountDownLatch goesOn = new CountDownLatch(1);
    CountDownLatch sweeps = hold("larder-h2-sweeper", goesOn);
    try (H2Store store = open()) {
      sweeps.await();
      store.distrustAges();
      assertEquals(List.of(), trusted(store, 1));
      goesOn.countDown();
    }
  }

  @Test
  void whatIsBeingWrittenAndWhatWaitsIsDistrustedAndWhatComesLaterIsNot() throws Exception {
    CountDownLatch goesOn = new CountDownLatch(1);
    try (H2Store store = open()) {
      store(store, 1);
      store.flush();
      CountDownLatch writes = hold("larder-h2-writer", goesOn);
      store(store, 1);
      store(store, 2);
      writes.await();
      store(store, 3);
      StoredResponse old = store.find(Killed.key(1)).getFirst();
      assertEquals(NOON, old.head().receivedAt());
      old.freshen(old.head());
      store.distrustAges();
      assertEquals(List.of(), trusted(store, 3));
      store(store, 4);
      assertEquals(List.of(4), trusted(store, 4));
      goesOn.countDown();
      store.flush();
      assertEquals(List.of(4), trusted(store, 4));
      store(store, 2);
    }
    try (H2Store store = open()) {
      assertEquals(List.of(2, 4), trusted(store, 4));
    }
  }

  /** What waits has its bound in bytes. */
  @Test
  void whatLosesItsTimesTakesAsMuchAsBefore() {
    StoredHead head =
        new StoredHead(
            200, "OK", Fields.of("ETag", "\"1\""), Fields.EMPTY, NOON, NOON.plusNanos(7));
    assertEquals(HeadCodec.encode(head).length, HeadCodec.encode(KnownAges.undated(head)).length);
  }
}
