package larder.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackOutputTest {
  private static final int LARGEST = 100_000;

  @TempDir private Path folder;
  private final FaultyDisk disk = new FaultyDisk();
  private Packs packs;
  private PackOutput output;

  @BeforeEach
  void begin() {
    packs = new Packs(disk, folder);
    output = new PackOutput(packs, true, () -> LARGEST, 3 * 100_000);
  }

  @AfterEach
  void close() {
    packs.close();
  }

  private long add(int number, int size) throws IOException {
    byte[] uri = ("http://origin.example.org/" + number).getBytes(StandardCharsets.US_ASCII);
    ByteBuffer kept = ByteBuffer.allocate((int) ContentFiles.keptBytes(size));
    return output.add(
        uri, new byte[2], kept, new RecordHeader(true, 0, uri.length, 2, size, 0, number, number));
  }

  private List<Long> inPacks() throws IOException {
    List<Long> ids = new ArrayList<>();
    for (Pack pack : packs.oldestFirst()) {
      PackScan.forEach(pack, (header, offset, front) -> ids.add(header.id()));
    }
    return ids;
  }

  @Test
  void recordsLieWhereItSaid() throws Exception {
    List<Long> places = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      places.add(add(i, i * 1000));
    }
    output.flush();
    for (int i = 0; i < 50; i++) {
      long place = places.get(i);
      Pack pack = packs.get(Place.pack(place));
      assertEquals(i, pack.header(Place.offset(place)).id());
      assertTrue(pack.isMain());
    }
  }

  @Test
  void aPackEndsWhereTheNextRecordWouldMakeItTooLong() throws Exception {
    for (int i = 0; i < 20; i++) {
      add(i, 30_000);
    }
    output.flush();
    assertEquals(7, packs.count());
    packs.oldestFirst().forEach(pack -> assertTrue(pack.bytes() <= LARGEST));
    assertEquals(6, output.accept().size(), "the last one is open");
    assertEquals(1, output.seal().size());
    add(20, 1);
    assertEquals(8, packs.count());
  }

  @Test
  void aPackEndsWhereItsFilesTakeMuch() throws Exception {
    for (int i = 0; i < 8; i++) {
      add(i, 100_000);
    }
    output.flush();
    assertEquals(3, packs.count());
  }

  @Test
  void whatIsTakenBackNeverWas() throws Exception {
    add(1, 40_000);
    output.flush();
    output.accept();
    for (int i = 2; i < 12; i++) {
      add(i, 40_000);
    }
    output.flush();
    add(12, 500);
    output.takeBack();
    assertEquals(List.of(1L), inPacks());
    assertEquals(1, packs.count());
    add(13, 40_000);
    output.flush();
    assertEquals(List.of(1L, 13L), inPacks());
  }

  @Test
  void halfOfAWriteIsTakenBackToo() throws Exception {
    add(1, 40_000);
    output.flush();
    output.accept();
    add(2, 40_000);
    disk.setFull(true);
    assertThrows(IOException.class, output::flush);
    disk.mend();
    output.takeBack();
    add(3, 40_000);
    output.flush();
    assertEquals(List.of(1L, 3L), inPacks());
  }

  @Test
  void nothingIsAddedBehindWhatCouldNotBeTakenBack() throws Exception {
    add(1, 40_000);
    output.flush();
    output.accept();
    add(2, 40_000);
    output.flush();
    disk.setFull(true);
    assertThrows(IOException.class, output::takeBack);
    assertThrows(IOException.class, () -> add(3, 500));
    disk.mend();
    add(4, 500);
    output.flush();
    assertEquals(List.of(1L, 4L), inPacks());
  }

  /** As a group does that only invalidates. */
  @Test
  void whatCouldNotBeTakenBackIsNotAcceptedByWhatComesLater() throws Exception {
    add(1, 40_000);
    output.flush();
    output.accept();
    for (int i = 2; i < 6; i++) {
      add(i, 40_000);
    }
    output.flush();
    disk.setFull(true);
    disk.setUndeletable(true);
    assertThrows(IOException.class, output::takeBack);
    output.flush();
    assertEquals(List.of(), output.accept());
    assertThrows(IOException.class, output::seal);
    disk.mend();
    add(6, 500);
    output.flush();
    assertEquals(List.of(1L, 6L), inPacks());
  }
}
