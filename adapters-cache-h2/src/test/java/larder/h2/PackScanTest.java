package larder.h2;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackScanTest {
  @TempDir private Path folder;
  private final Disk disk = new RealDisk();
  private Pack pack;

  @BeforeEach
  void begin() throws Exception {
    pack = Pack.create(disk, folder, 1, false);
  }

  @AfterEach
  void close() {
    pack.close();
  }

  /** Says where it lies. */
  private long append(int number, byte[] content) throws Exception {
    return append(pack.seal(), number, content);
  }

  private long append(long seal, int number, byte[] content) throws Exception {
    long offset = pack.bytes();
    pack.append(ByteBuffer.wrap(record(seal, number, content)));
    return offset;
  }

  private static byte[] record(long seal, int number, byte[] content) {
    byte[] uri = ("http://origin.example.org/" + number).getBytes(StandardCharsets.US_ASCII);
    RecordHeader header =
        new RecordHeader(true, 0, uri.length, 2, content.length, 0, number, number);
    ByteBuffer record = ByteBuffer.allocate((int) header.recordBytes());
    RecordHeader.put(record, seal, uri, new byte[2], ByteBuffer.wrap(content), header);
    return record.array();
  }

  private List<Integer> numbers() throws Exception {
    List<Integer> numbers = new ArrayList<>();
    PackScan.forEach(pack, (header, offset, front) -> numbers.add((int) header.id()));
    return numbers;
  }

  /** Each of them is another one then, whatever it was. */
  private void damage(long offset, int bytes) throws Exception {
    try (FileChannel file =
        FileChannel.open(
            folder.resolve("000001"), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer damaged = ByteBuffer.allocate(bytes);
      assertEquals(bytes, file.read(damaged, offset));
      for (int i = 0; i < bytes; i++) {
        damaged.put(i, (byte) ~damaged.get(i));
      }
      file.write(damaged.flip(), offset);
    }
  }

  @Test
  void allRecordsAreVisitedInTheirOrder() throws Exception {
    for (int number = 0; number < 100; number++) {
      append(number, new byte[number * 500]);
    }
    assertEquals(IntStream.range(0, 100).boxed().toList(), numbers());
  }

  @Test
  void behindADamagedRecordItGoesOn() throws Exception {
    append(1, new byte[500]);
    long second = append(2, new byte[500]);
    append(3, new byte[500]);
    long fourth = append(4, new byte[500]);
    append(5, new byte[500]);
    damage(second + 8, 4);
    damage(fourth, 1);
    assertEquals(List.of(1, 3, 5), numbers());
  }

  @Test
  void aTornRecordAtTheEndIsNone() throws Exception {
    append(1, new byte[500]);
    long second = append(2, new byte[500]);
    for (long end = pack.bytes() - 1; end > second; end -= 37) {
      pack.truncate(end);
      assertEquals(List.of(1), numbers());
    }
  }

  /** As somebody could make one who stores packs of his own in a cache. */
  @Test
  void aContentThatLooksLikeARecordIsNone() throws Exception {
    long first = append(1, record(pack.seal() + 1, 66, new byte[100]));
    append(2, new byte[10]);
    damage(first + 8, 4);
    assertEquals(List.of(2), numbers());
  }

  @Test
  void aPackIsOpenedAgainAsItWas() throws Exception {
    append(1, new byte[500]);
    pack.census().born(100, 0);
    pack.census().died(100, 0);
    pack.noteDeaths();
    pack.close();
    Pack again = Pack.open(disk, folder, 1);
    assertEquals(pack.seal(), again.seal());
    assertEquals(pack.bytes(), again.bytes());
    assertEquals(new Census.Deaths(1, 100, 0), again.census().deaths());
    pack = again;
    assertEquals(List.of(1), numbers());
  }

  @Test
  void aHeaderOfAnotherPackIsNoticed() throws Exception {
    Files.copy(folder.resolve("000001"), folder.resolve("000002"));
    assertThrows(DamagedException.class, () -> Pack.open(disk, folder, 2));
  }

  @Test
  void oneDamagedByteOfAHeaderIsMended() throws Exception {
    append(1, new byte[500]);
    byte[] whole = Files.readAllBytes(folder.resolve("000001"));
    for (long offset = 0; offset < 40; offset++) {
      damage(offset, 1);
      try (Pack mended = Pack.open(disk, folder, 1)) {
        assertEquals(pack.seal(), mended.seal());
      }
      assertArrayEquals(whole, Files.readAllBytes(folder.resolve("000001")));
    }
    assertEquals(List.of(1), numbers());
  }

  @Test
  void aHeaderWithTwoDamagedBytesIsNoticed() throws Exception {
    byte[] whole = Files.readAllBytes(folder.resolve("000001"));
    for (long offset = 0; offset < 35; offset++) {
      damage(offset, 2);
      assertThrows(DamagedException.class, () -> Pack.open(disk, folder, 1));
      Files.write(folder.resolve("000001"), whole);
    }
  }
}
