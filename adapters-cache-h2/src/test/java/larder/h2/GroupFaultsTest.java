package larder.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import larder.http.TransferException;
import larder.store.StoreGroup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A group is invalidated as a whole, whatever becomes of the packs meanwhile. */
class GroupFaultsTest {
  private static final StoreGroup GROUP = new StoreGroup("http://origin.example.org", "a");

  /** None of them has a file of its own. */
  private static final int COUNT = 19;

  @TempDir private Path folder;
  private final FaultyDisk disk = new FaultyDisk();
  private H2Store store;

  @BeforeEach
  void fill() throws Exception {
    open();
    for (int number = 1; number <= COUNT; number++) {
      if (number % 2 == 0) {
        Killed.store(store, number);
      } else {
        Killed.storeInGroup(store, number, "a");
      }
    }
    store.flush();
  }

  private void open() throws Exception {
    store = disk.neverSlow(folder);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private List<Integer> left() {
    return IntStream.rangeClosed(1, COUNT)
        .filter(number -> !store.find(Killed.key(number)).isEmpty())
        .boxed()
        .toList();
  }

  private Path pack() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("packs"))) {
      return files.findFirst().orElseThrow();
    }
  }

  /** Who reads in it has found it, and it goes before he does. */
  @Test
  void whatIsMovedMeanwhileIsInvalidatedToo() throws Exception {
    for (int number = 2; number <= COUNT; number += 2) {
      store.invalidate(Killed.key(number));
    }
    store.flush();
    Thread here = Thread.currentThread();
    AtomicBoolean done = new AtomicBoolean();
    disk.setReading(
        (file, position, bytes) -> {
          if (Thread.currentThread() == here && done.compareAndSet(false, true)) {
            compact();
          }
        });
    store.invalidate(GROUP);
    assertTrue(done.get());
    assertEquals(List.of(), left());
  }

  private void compact() {
    try {
      store.compact();
    } catch (TransferException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatCannotBeReadDoesNotKeepTheOthers() throws Exception {
    String text = Killed.key(7).uri();
    Path pack = pack();
    int at = Files.readString(pack, StandardCharsets.ISO_8859_1).indexOf(text) + text.length() - 1;
    disk.setReading(
        (file, position, bytes) -> {
          if (file.equals(pack) && position <= at && at < position + bytes) {
            throw new IOException("Input/output error");
          }
        });
    store.invalidate(GROUP);
    store.flush();
    assertEquals(List.of(2, 4, 6, 8, 10, 12, 14, 16, 18), left());
  }

  /** Nobody knows any more what was to go. */
  @Test
  void whereThereIsNoMemoryToInvalidateNothingIsFoundNotEvenByTheNextProcess() throws Exception {
    Thread here = Thread.currentThread();
    disk.setReading(
        (file, position, bytes) -> {
          if (Thread.currentThread() == here) {
            throw new OutOfMemoryError("On purpose");
          }
        });
    assertThrows(OutOfMemoryError.class, () -> store.invalidate(GROUP));
    disk.setReading((file, position, bytes) -> {});
    assertEquals(List.of(), left());
    store.close();
    open();
    assertEquals(List.of(), left());
  }
}
