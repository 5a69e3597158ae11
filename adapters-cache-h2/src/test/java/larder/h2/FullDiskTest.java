package larder.h2;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import larder.http.TransferException;
import larder.store.StoredResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** A disk that takes nothing, for a while or to the end. Alone, as it measures time lost. */
@Isolated
class FullDiskTest {
  @TempDir private Path folder;

  private H2Store open() throws Exception {
    return H2Store.open(H2Settings.of(folder, 1L << 30));
  }

  @Test
  void aFullDiskStopsStoringAndNotServingAndIsStoredOnAgain() throws Exception {
    FaultyDisk disk = new FaultyDisk();
    try (H2Store store = H2Store.open(H2Settings.of(folder, 1L << 30), disk)) {
      Killed.store(store, 1);
      store.flush();
      disk.setFull(true);
      Killed.store(store, 2);
      store.flush();
      assertTrue(disk.refused() > 0);
      assertEquals(List.of(), store.find(Killed.key(2)), "it was not stored");
      assertArrayEquals(Killed.content(1), Killed.read(store.find(Killed.key(1)).getFirst()));
      assertThrows(TransferException.class, () -> Killed.store(store, 3));
      store.flush();
      assertThrows(TransferException.class, () -> Killed.store(store, 3), "still not");
      disk.setFull(false);
      store.flush();
      Killed.store(store, 3);
      store.flush();
      assertArrayEquals(Killed.content(3), Killed.read(store.find(Killed.key(3)).getFirst()));
    }
    try (H2Store store = open()) {
      assertArrayEquals(Killed.content(1), Killed.read(store.find(Killed.key(1)).getFirst()));
      assertEquals(List.of(), store.find(Killed.key(2)));
      assertArrayEquals(Killed.content(3), Killed.read(store.find(Killed.key(3)).getFirst()));
    }
  }

  /** As without memory: nothing of what was gathered by then is written later. */
  @Test
  void aWriterThatFailsInTheMiddleGoesOnAndWritesAllOrNothing() throws Exception {
    FaultyDisk disk = new FaultyDisk();
    try (H2Store store = H2Store.open(H2Settings.of(folder, 1L << 30), disk)) {
      Killed.store(store, 1);
      store.flush();
      disk.throwOnce(new OutOfMemoryError("on purpose"));
      Killed.store(store, 2);
      store.flush();
      assertEquals(List.of(), store.find(Killed.key(2)), "it was not stored");
      store.flush();
      Killed.store(store, 3);
      store.flush();
      assertArrayEquals(Killed.content(3), Killed.read(store.find(Killed.key(3)).getFirst()));
    }
    try (H2Store store = open()) {
      assertArrayEquals(Killed.content(1), Killed.read(store.find(Killed.key(1)).getFirst()));
      assertEquals(List.of(), store.find(Killed.key(2)));
      assertArrayEquals(Killed.content(3), Killed.read(store.find(Killed.key(3)).getFirst()));
      assertEquals(2, store.size().responses());
    }
  }

  @Test
  void whatCouldNotBeInvalidatedOnDiskIsNotServedAllTheSame() throws Exception {
    FaultyDisk disk = new FaultyDisk();
    H2Store store = H2Store.open(H2Settings.of(folder, 1L << 30), disk);
    Killed.store(store, 1);
    Killed.store(store, 2);
    store.flush();
    disk.setFull(true);
    store.invalidate(Killed.key(1));
    store.flush();
    assertEquals(List.of(), store.find(Killed.key(1)));
    assertEquals(1, store.find(Killed.key(2)).size(), "the rest is served");
    assertThrows(TransferException.class, () -> Killed.store(store, 4));
    store.close();
    try (H2Store reopened = open()) {
      assertEquals(List.of(), reopened.find(Killed.key(1)));
      Killed.store(reopened, 5);
    }
  }

  @Test
  void aFullDiskAndOneMoreResponseCostNothingElseAtTheEnd() throws Exception {
    FaultyDisk disk = new FaultyDisk();
    H2Store store = H2Store.open(H2Settings.of(folder, 1L << 30), disk);
    Killed.store(store, 1);
    store.flush();
    disk.setAllTaken(true);
    Killed.store(store, 2);
    store.flush();
    assertTrue(disk.refused() > 0);
    store.close();
    try (H2Store reopened = open()) {
      assertArrayEquals(Killed.content(1), Killed.read(reopened.find(Killed.key(1)).getFirst()));
      assertEquals(List.of(), reopened.find(Killed.key(2)));
    }
  }

  @Test
  void whatGoesWhileTheDiskIsFullIsGoneAfterTheEndAndTheRestIsNot() throws Exception {
    FaultyDisk disk = new FaultyDisk();
    H2Store store = H2Store.open(H2Settings.of(folder, 1L << 30), disk);
    for (int number = 1; number <= 4; number++) {
      Killed.store(store, number);
    }
    store.flush();
    StoredResponse removed = store.find(Killed.key(2)).getFirst();
    disk.setAllTaken(true);
    Killed.store(store, 5);
    store.flush();
    store.invalidate(Killed.key(1));
    removed.remove();
    store.close();
    try (H2Store reopened = open()) {
      assertEquals(List.of(), reopened.find(Killed.key(1)));
      assertEquals(List.of(), reopened.find(Killed.key(2)));
      assertArrayEquals(Killed.content(3), Killed.read(reopened.find(Killed.key(3)).getFirst()));
      assertArrayEquals(Killed.content(4), Killed.read(reopened.find(Killed.key(4)).getFirst()));
    }
  }

  /** They are of one group, which fails. */
  @Test
  void whatIsInvalidatedTogetherWithWhatCannotBeWrittenIsGoneAfterTheEnd() throws Exception {
    FaultyDisk disk = new FaultyDisk();
    H2Store store = H2Store.open(H2Settings.of(folder, 1L << 30), disk);
    Killed.store(store, 1);
    Killed.store(store, 2);
    store.flush();
    disk.setAllTaken(true);
    Killed.store(store, 3);
    store.invalidate(Killed.key(1));
    store.close();
    try (H2Store reopened = open()) {
      assertEquals(List.of(), reopened.find(Killed.key(1)));
      assertArrayEquals(Killed.content(2), Killed.read(reopened.find(Killed.key(2)).getFirst()));
    }
  }

  @Test
  void whatIsRemovedOnADiskThatTakesNothingDoesNotComeBack() throws Exception {
    FaultyDisk disk = new FaultyDisk();
    H2Store store = H2Store.open(H2Settings.of(folder, 1L << 30), disk);
    Killed.store(store, 1);
    store.flush();
    StoredResponse removed = store.find(Killed.key(1)).getFirst();
    disk.setFull(true);
    Killed.store(store, 2);
    store.flush();
    removed.remove();
    store.close();
    try (H2Store reopened = open()) {
      assertEquals(List.of(), reopened.find(Killed.key(1)));
    }
  }

  /** It may have its name already, and cannot be deleted then. */
  @Test
  void aPackOfWhichOnlyTheFileWasMadeIsPassedOver() throws Exception {
    FaultyDisk disk = new FaultyDisk();
    try (H2Store store = H2Store.open(H2Settings.of(folder, 1L << 30), disk)) {
      store.flush();
      disk.setFullAfter(1);
      disk.setUndeletable(true);
      Killed.store(store, 1);
      store.flush();
      disk.mend();
      store.flush();
      Killed.store(store, 2);
      store.flush();
      assertArrayEquals(Killed.content(2), Killed.read(store.find(Killed.key(2)).getFirst()));
    }
    try (H2Store store = open()) {
      assertEquals(1, store.size().responses());
      assertArrayEquals(Killed.content(2), Killed.read(store.find(Killed.key(2)).getFirst()));
    }
  }

  @Test
  void whatWasNeverStoredIsNotKeptInMindToBeInvalidated() throws Exception {
    FaultyDisk disk = new FaultyDisk();
    H2Store store = H2Store.open(H2Settings.of(folder, 1L << 30), disk);
    Killed.store(store, 1);
    store.flush();
    disk.setFull(true);
    store.invalidate(Killed.key(2));
    store.close();
    try (H2Store reopened = open()) {
      assertArrayEquals(Killed.content(1), Killed.read(reopened.find(Killed.key(1)).getFirst()));
    }
  }

  /**
   * What waits to be invalidated takes heap: where that is too much, nothing is served any more.
   */
  @Test
  void whatCannotBeInvalidatedOnDiskHasABound() throws Exception {
    FaultyDisk disk = new FaultyDisk();
    H2Settings settings = H2Settings.of(folder, 1L << 30);
    try (H2Store store = H2Store.open(settings, disk)) {
      for (int number = 0; number < 20; number++) {
        Killed.store(store, number);
      }
    }
    try (H2Store store = H2Store.open(settings.withMaxQueuedBytes(1000), disk)) {
      store.flush();
      disk.setFull(true);
      for (int number = 0; number < 5; number++) {
        store.invalidate(Killed.key(number));
      }
      assertFalse(store.find(Killed.key(19)).isEmpty());
      for (int number = 5; number < 15; number++) {
        store.invalidate(Killed.key(number));
      }
      assertTrue(store.find(Killed.key(19)).isEmpty());
      assertThrows(TransferException.class, () -> Killed.store(store, 30));
    }
    try (H2Store store = open()) {
      assertTrue(store.find(Killed.key(0)).isEmpty());
    }
  }
}
