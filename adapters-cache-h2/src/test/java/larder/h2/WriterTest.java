package larder.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import larder.http.TransferException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the writer's thread, and of those who wait for it. */
@Timeout(60)
class WriterTest {
  @TempDir private Path folder;
  private final FaultyDisk disk = new FaultyDisk();

  private H2Store open() throws Exception {
    return H2Store.open(H2Settings.of(folder, 1L << 30), disk);
  }

  @Test
  void aWriterThatCannotEvenSayThatItFailsGoesOn() throws Exception {
    try (H2Store store = open();
        FailingLog log = new FailingLog(folder.toString())) {
      Killed.store(store, 1);
      store.flush();
      disk.throwOnce(new OutOfMemoryError("on purpose"));
      Killed.store(store, 2);
      store.flush();
      assertEquals(1, log.failed());
      assertEquals(List.of(), store.find(Killed.key(2)), "it was not stored");
      store.flush();
      Killed.store(store, 3);
      store.flush();
      assertEquals(1, store.find(Killed.key(3)).size());
    }
    try (H2Store store = open()) {
      assertEquals(1, store.find(Killed.key(1)).size());
      assertEquals(1, store.find(Killed.key(3)).size());
    }
  }

  @Test
  void whoeverWaitsForTheWriterInItsLastTurnGoesOnWhenItEnds() throws Exception {
    H2Store store = open();
    Killed.store(store, 1);
    Killed.store(store, 2);
    store.flush();
    Thread closing = new Thread(store::close);
    Thread waiting = new Thread(store::flush);
    disk.setReading(
        (file, position, bytes) -> {
          if (!Thread.currentThread().getName().equals("larder-h2-writer")) {
            return;
          }
          if (closing.getState() == Thread.State.NEW) {
            store.invalidate(Killed.key(2)); // for the last turn
            start(closing, Thread.State.TIMED_WAITING);
          } else if (waiting.getState() == Thread.State.NEW) {
            start(waiting, Thread.State.WAITING);
          }
        });
    store.invalidate(Killed.key(1));
    while (closing.getState() != Thread.State.TERMINATED) {
      assertFalse(Thread.interrupted(), "it is not closed in time");
      Thread.onSpinWait();
    }
    assertTrue(waiting.join(Duration.ofSeconds(20)), "it waits still");
  }

  @Test
  void nobodyWaitsForAWriterThatWasInterruptedAndNothingIsStoredAnyMore() throws Exception {
    try (H2Store store = open()) {
      Thread writer = writerOf(store);
      writer.interrupt();
      writer.join();
      store.flush();
      assertThrows(TransferException.class, () -> Killed.store(store, 2));
    }
  }

  /** Returns it once it waits for something to do. */
  private Thread writerOf(H2Store store) throws Exception {
    AtomicReference<Thread> writer = new AtomicReference<>();
    disk.setReading(
        (file, position, bytes) -> {
          if (Thread.currentThread().getName().equals("larder-h2-writer")) {
            writer.set(Thread.currentThread());
          }
        });
    Killed.store(store, 1);
    store.flush();
    store.invalidate(Killed.key(1));
    store.flush();
    Thread found = Objects.requireNonNull(writer.get());
    while (found.getState() != Thread.State.WAITING
        && found.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    return found;
  }

  private static void start(Thread thread, Thread.State until) {
    thread.start();
    while (thread.getState() != until) {
      Thread.onSpinWait();
    }
  }
}
