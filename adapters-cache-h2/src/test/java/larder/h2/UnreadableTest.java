package larder.h2;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import larder.http.TransferException;
import larder.store.InventoryPort.Verified;
import larder.store.InventoryPort.Watch;
import larder.store.StoredResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk of which some bytes cannot be read, and all others can. */
class UnreadableTest {
  /** None of them has a file of its own. */
  private static final int COUNT = 19;

  @TempDir private Path folder;
  private final FaultyDisk disk = new FaultyDisk();

  private H2Store open() throws Exception {
    return disk.neverSlow(folder);
  }

  private H2Store filled() throws Exception {
    H2Store store = open();
    for (int number = 1; number <= COUNT; number++) {
      Killed.store(store, number);
    }
    store.flush();
    return store;
  }

  /** From now on the byte cannot be read at which that text ends first. */
  private void breakAt(String text) throws IOException {
    for (Path pack : packs()) {
      int at = Files.readString(pack, StandardCharsets.ISO_8859_1).indexOf(text);
      if (at >= 0) {
        breakAt(pack, at + text.length() - 1);
        return;
      }
    }
    throw new AssertionError(text + " is in no pack");
  }

  private void breakAt(Path broken, long at) {
    disk.setReading(
        (file, position, bytes) -> {
          if (file.equals(broken) && position <= at && at < position + bytes) {
            throw new IOException("Input/output error");
          }
        });
  }

  private List<Path> packs() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("packs"))) {
      return files.sorted().toList();
    }
  }

  /** All but those numbers are there. */
  private static void assertAllBut(int none, H2Store store) throws Exception {
    for (int number = 1; number <= COUNT; number++) {
      List<StoredResponse> found = store.find(Killed.key(number));
      assertEquals(number == none ? 0 : 1, found.size(), "under " + number);
      for (StoredResponse stored : found) {
        assertArrayEquals(Killed.content(number), read(stored));
      }
    }
  }

  private static byte[] read(StoredResponse stored) throws TransferException {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    stored
        .open()
        .writeTo(
            bytes -> {
              byte[] copy = new byte[bytes.remaining()];
              bytes.get(copy);
              read.writeBytes(copy);
            });
    return read.toByteArray();
  }

  @Test
  void whatCannotBeReadIsReplacedAndTheRestStays() throws Exception {
    try (H2Store store = filled()) {
      breakAt(Killed.key(7).uri());
      Killed.store(store, 7);
      store.flush();
      Killed.store(store, 20);
      store.flush();
      assertAllBut(0, store);
      assertEquals(1, store.find(Killed.key(20)).size());
    }
    try (H2Store store = open()) {
      assertAllBut(0, store);
    }
  }

  @Test
  void whatIsFoundUnreadableIsRemoved() throws Exception {
    try (H2Store store = filled()) {
      breakAt(Killed.key(7).uri());
      assertEquals(List.of(), store.find(Killed.key(7)));
      store.flush();
      assertEquals(COUNT - 1, store.size().responses());
      assertAllBut(7, store);
    }
  }

  /** Its other records move, so that it is not written to again. */
  @Test
  void aPackThatCannotBeReadEverywhereGoes() throws Exception {
    try (H2Store store = filled()) {
      Path broken = packs().getFirst();
      breakAt(Killed.key(7).uri());
      store.invalidate(Killed.key(7));
      store.flush();
      assertFalse(Files.exists(broken));
      assertAllBut(7, store);
    }
  }

  @Test
  void whatIsTakenApartMayBeUnreadableInPart() throws Exception {
    try (H2Store store = filled()) {
      Path victim = packs().getFirst();
      breakAt(Killed.key(7).uri());
      for (int number = 1; number < 7; number++) {
        store.invalidate(Killed.key(number));
      }
      store.compact();
      assertFalse(Files.exists(victim));
      for (int number = 1; number <= COUNT; number++) {
        assertEquals(number <= 7 ? 0 : 1, store.find(Killed.key(number)).size());
      }
      Killed.store(store, 7);
      store.flush();
      assertEquals(1, store.find(Killed.key(7)).size());
    }
  }

  @Test
  void whatStandsInAPackIsReadAsFarAsItCanBe() throws Exception {
    filled().close();
    Files.delete(folder.resolve("index.mv.db"));
    breakAt(Killed.key(7).uri());
    try (H2Store store = open()) {
      assertTrue(store.size().responses() >= COUNT / 2, () -> "left: " + store.size());
      Killed.store(store, 7);
      store.flush();
      assertEquals(1, store.find(Killed.key(7)).size());
    }
  }

  @Test
  void aPackWhoseBeginningCannotBeReadIsNone() throws Exception {
    filled().close();
    Path broken = packs().getFirst();
    breakAt(broken, 0);
    try (H2Store store = open()) {
      assertEquals(0, store.size().responses());
      Killed.store(store, 7);
      store.flush();
      assertEquals(1, store.size().responses());
    }
  }

  @Test
  void aDiskOfWhichNothingCanBeReadRefusesTheStart() throws Exception {
    filled().close();
    disk.setReading(
        (file, position, bytes) -> {
          throw new IOException("Input/output error");
        });
    assertThrows(StoreFolderException.class, this::open);
    disk.setReading((file, position, bytes) -> {});
    try (H2Store store = open()) {
      assertAllBut(0, store);
    }
  }

  @Test
  void aLargeContentThatCannotBeReadIsFetchedAgain() throws Exception {
    try (H2Store store = filled()) {
      Killed.store(store, 20);
      store.flush();
      StoredResponse large = store.find(Killed.key(20)).getFirst();
      disk.setReading(
          (file, position, bytes) -> {
            if (file.startsWith(folder.resolve("content/14"))) {
              throw new IOException("Input/output error");
            }
          });
      assertThrows(TransferException.class, () -> read(large));
      assertEquals(List.of(), store.find(Killed.key(20)));
      store.flush();
      assertAllBut(0, store);
      assertEquals(COUNT, store.size().responses());
    }
  }

  @Test
  void aLargeContentOnADiskThatFailsStays() throws Exception {
    try (H2Store store = filled()) {
      Killed.store(store, 20);
      store.flush();
      StoredResponse large = store.find(Killed.key(20)).getFirst();
      disk.setUnreadable(true);
      assertThrows(TransferException.class, () -> read(large));
      disk.mend();
      assertEquals(300_000, read(store.find(Killed.key(20)).getFirst()).length);
    }
  }

  /** Whoever looks a moment later has a descriptor again: that says nothing about the content. */
  @Test
  void aLargeContentStaysThatCouldNotBeOpenedForWantOfDescriptors() throws Exception {
    assertStaysAfterOneThatFails(() -> disk.setOutOfDescriptors(true));
  }

  /** The first open finds no descriptor, nor does what is made next to see if the disk works. */
  @Test
  void aLargeContentStaysIfDescriptorsComeBackAfterTheDiskWasTried() throws Exception {
    AtomicInteger attempts = new AtomicInteger();
    assertStaysAfterOneThatFails(
        () -> disk.setOutOfDescriptors(file -> attempts.getAndIncrement() < 2));
  }

  /** Whoever tries the disk is luckier each time than whoever opens the content. */
  @Test
  void aLargeContentStaysIfOthersTakeEachDescriptorThatComesBack() throws Exception {
    assertStaysAfterOneThatFails(() -> disk.setOutOfDescriptors(file -> !file.endsWith("probe")));
  }

  /** What was no damage while the disk failed is none when it works a moment later. */
  @Test
  void aLargeContentStaysIfTheDiskWorksAgainAfterItWasTried() throws Exception {
    AtomicInteger attempts = new AtomicInteger();
    assertStaysAfterOneThatFails(
        () -> {
          disk.setUnopenable(file -> true);
          disk.setOutOfDescriptors(file -> attempts.getAndIncrement() == 1);
        });
  }

  private void assertStaysAfterOneThatFails(Runnable fault) throws Exception {
    try (H2Store store = filled()) {
      Killed.store(store, 20);
      store.flush();
      StoredResponse large = store.find(Killed.key(20)).getFirst();
      fault.run();
      assertThrows(TransferException.class, large::open);
      disk.mend();
      store.flush();
      assertEquals(300_000, read(store.find(Killed.key(20)).getFirst()).length);
    }
  }

  /** A pack's channel is opened again after somebody was interrupted while reading in it. */
  @Test
  void aRecordStaysThatCouldNotBeReadForWantOfDescriptors() throws Exception {
    try (H2Store store = filled()) {
      List<Path> packs = packs();
      disk.setReading(
          (file, position, bytes) -> {
            if (packs.contains(file)) {
              throw FaultyDisk.outOfDescriptors(file);
            }
          });
      assertEquals(List.of(), store.find(Killed.key(7)));
      store.flush();
      disk.setReading((file, position, bytes) -> {});
      store.flush();
      assertAllBut(0, store);
      assertEquals(packs, packs());
    }
  }

  @Test
  void aLargeContentStaysThatCanBeOpenedAtTheSecondAttempt() throws Exception {
    try (H2Store store = filled()) {
      Killed.store(store, 20);
      store.flush();
      AtomicInteger attempts = new AtomicInteger();
      disk.setUnopenable(file -> attempts.getAndIncrement() == 0);
      assertEquals(300_000, read(store.find(Killed.key(20)).getFirst()).length);
    }
  }

  @Test
  void verifyingCountsAContentThatCannotBeOpenedAndGoesOn() throws Exception {
    try (H2Store store = filled()) {
      Killed.store(store, 20);
      store.flush();
      disk.setUnopenable(file -> file.startsWith(folder.resolve("content/14")));
      Verified verified = store.verify(Watch.NONE);
      assertEquals(1, verified.damaged());
      assertEquals(COUNT, verified.sound());
      assertEquals(0, store.verify(Watch.NONE).damaged());
      assertEquals(List.of(), store.find(Killed.key(20)));
    }
  }

  @Test
  void aContentThatCannotBeOpenedIsClosedAgain() throws Exception {
    try (H2Store store = filled()) {
      Killed.store(store, 20);
      store.flush();
      StoredResponse large = store.find(Killed.key(20)).getFirst();
      int before = disk.openFiles();
      disk.setReading(
          (file, position, bytes) -> {
            throw new IOException("Input/output error");
          });
      assertThrows(TransferException.class, large::open);
      assertEquals(before, disk.openFiles());
    }
  }

  @Test
  void aFolderThatIsRemovedIsMadeAnew() throws Exception {
    filled().close();
    try (H2Store store = open()) {
      for (Path pack : packs()) {
        Files.delete(pack);
      }
      Files.delete(folder.resolve("packs"));
      store.invalidate(Killed.key(7));
      store.flush();
      assertAllBut(7, store);
      Killed.store(store, 7);
      store.flush();
      assertAllBut(0, store);
    }
    try (H2Store store = open()) {
      assertAllBut(0, store);
    }
  }

  @Test
  void verifyingCountsWhatCannotBeRead() throws Exception {
    try (H2Store store = filled()) {
      breakAt(Killed.key(7).uri());
      assertEquals(1, store.verify(Watch.NONE).damaged());
      assertEquals(COUNT - 1, store.verify(Watch.NONE).sound());
    }
  }
}
