package larder.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PacksTest {
  @TempDir private Path folder;
  private final FaultyDisk disk = new FaultyDisk();
  private Packs packs;

  @AfterEach
  void close() {
    packs.close();
  }

  private Packs open(int... numbers) throws Exception {
    for (int number : numbers) {
      Pack.create(disk, folder, number, false).close();
    }
    packs = new Packs(disk, folder);
    for (int number : packs.numbersOnDisk()) {
      packs.open(number);
    }
    packs.goOn();
    return packs;
  }

  private List<Integer> order() {
    return packs.oldestFirst().stream().map(Pack::number).toList();
  }

  @Test
  void theyAreCountedFromOne() throws Exception {
    open();
    assertEquals(1, packs.begin(false).number());
    assertEquals(2, packs.begin(true).number());
    assertEquals(List.of(1, 2), order());
    assertEquals(2 * Pack.HEADER_BYTES, packs.bytes());
  }

  @Test
  void afterReopeningTheyGoOnBehindTheLastOne() throws Exception {
    open(3, 4, 7);
    assertEquals(8, packs.begin(false).number());
    assertEquals(List.of(3, 4, 7, 8), order());
  }

  @Test
  void afterTheLastNumberTheyAreCountedFromOneAgain() throws Exception {
    open(Place.LAST_PACK - 1, Place.LAST_PACK, 2);
    assertEquals(List.of(Place.LAST_PACK - 1, Place.LAST_PACK, 2), order());
    assertEquals(3, packs.begin(false).number());
    open(Place.LAST_PACK - 3);
    assertEquals(List.of(Place.LAST_PACK - 3, Place.LAST_PACK - 1, Place.LAST_PACK, 2, 3), order());
  }

  @Test
  void aNumberThatIsTakenIsPassedOver() throws Exception {
    open(Place.LAST_PACK, 1);
    Pack second = packs.begin(false);
    packs.drop(packs.get(1));
    assertEquals(3, packs.begin(false).number());
    assertEquals(2, second.number());
  }

  @Test
  void oneThatIsNotMadeToItsEndIsClosedAndTakesItsNumberAlong() throws Exception {
    open();
    disk.setFullAfter(1);
    disk.setUndeletable(true);
    IOException full = assertThrows(IOException.class, () -> packs.begin(false));
    assertEquals("No space left on device", full.getMessage());
    disk.mend();
    disk.throwOnce(new OutOfMemoryError("on purpose"));
    assertThrows(OutOfMemoryError.class, () -> packs.begin(false));
    assertEquals(0, disk.openFiles());
    assertEquals(3, packs.begin(false).number());
  }

  @Test
  void whatIsNotNamedAsAPackIsLeftAlone() throws Exception {
    Files.writeString(folder.resolve("README"), "text");
    Files.writeString(folder.resolve("00000g"), "text");
    open(5);
    assertEquals(List.of(5), order());
  }

  @Test
  void oneThatIsDroppedIsGoneForWhoReadsInIt() throws Exception {
    open(1);
    Pack pack = packs.get(1);
    packs.drop(pack);
    assertNull(packs.get(1));
    assertFalse(Files.exists(folder.resolve("000001")));
    assertThrows(ClosedChannelException.class, () -> pack.read(ByteBuffer.allocate(1), 0));
  }

  @Test
  void oneThatCannotBeDeletedStaysWhatItWas() throws Exception {
    open(1);
    Pack pack = packs.get(1);
    disk.setUndeletable(true);
    assertThrows(IOException.class, () -> packs.drop(pack));
    assertSame(pack, packs.get(1));
    assertEquals(Pack.HEADER_BYTES, packs.bytes());
    pack.read(ByteBuffer.allocate(1), 0);
  }
}
