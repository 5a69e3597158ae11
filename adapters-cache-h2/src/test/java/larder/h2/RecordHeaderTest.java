package larder.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class RecordHeaderTest {
  private static final long SEAL = 0x0123456789abcdefL;
  private static final byte[] URI = "http://a/b".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] HEAD = {1, 2, 3};
  private static final ByteBuffer CONTENT = ByteBuffer.wrap(new byte[] {9, 8, 7, 6, 5});

  /** Version 1, for ever: a pack of an older Larder is read by every later one. */
  private static final String GOLDEN =
      "4c52"
          + "01"
          + "01"
          + "@SUM"
          + "0000000a"
          + "00000003"
          + "0000000000000005"
          + "aabbccdd"
          + "0000001000000002"
          + "0000001000000003"
          + "687474703a2f2f612f62"
          + "010203"
          + "0908070605"
          + "0000";

  private static ByteBuffer record() {
    ByteBuffer record = ByteBuffer.allocate(256).position(32);
    RecordHeader header =
        new RecordHeader(
            true, 0, URI.length, HEAD.length, 5, 0xaabbccdd, 0x10_0000_0002L, 0x10_0000_0003L);
    RecordHeader.put(record, SEAL, URI, HEAD, CONTENT, header);
    return record.flip().position(32);
  }

  @Test
  void versionOneKeepsItsBytes() {
    ByteBuffer record = record();
    byte[] bytes = new byte[record.remaining()];
    record.get(32, bytes);
    String sum = HexFormat.of().formatHex(bytes, 4, 8);
    assertEquals("010e0b3b", sum);
    assertEquals(GOLDEN.replace("@SUM", sum), HexFormat.of().formatHex(bytes));
  }

  @Test
  void itIsReadWhereItStands() {
    RecordHeader header = RecordHeader.at(record(), 32);
    assertNotNull(header);
    assertTrue(header.live());
    assertEquals(URI.length, header.uriBytes());
    assertEquals(HEAD.length, header.headBytes());
    assertEquals(5, header.length());
    assertEquals(0xaabbccdd, header.keptSum());
    assertEquals(0x10_0000_0002L, header.id());
    assertEquals(0x10_0000_0003L, header.sequence());
    assertEquals(64, header.recordBytes());
    assertTrue(header.isWhole(record(), 32, SEAL));
  }

  @Test
  void anotherSealOrAnyOtherBitIsNoticed() {
    RecordHeader header = RecordHeader.at(record(), 32);
    assertNotNull(header);
    assertFalse(header.isWhole(record(), 32, SEAL + 1));
    for (int i = 0; i < header.frontBytes(); i++) {
      if (i == RecordHeader.STATE_AT) {
        continue;
      }
      ByteBuffer damaged = record();
      damaged.put(32 + i, (byte) (damaged.get(32 + i) ^ 4));
      RecordHeader seen = RecordHeader.at(damaged, 32);
      boolean whole =
          seen != null
              && 32 + seen.frontBytes() <= damaged.limit()
              && seen.isWhole(damaged, 32, SEAL);
      assertFalse(whole, "byte " + i);
    }
  }

  @Test
  void theDeadAreStillWhole() {
    ByteBuffer record = record();
    record.put(32 + RecordHeader.STATE_AT, RecordHeader.DEAD);
    RecordHeader header = RecordHeader.at(record, 32);
    assertNotNull(header);
    assertFalse(header.live());
    assertTrue(header.isWhole(record, 32, SEAL));
  }

  @Test
  void whatCannotBeAHeaderIsNone() {
    ByteBuffer record = record();
    assertNull(RecordHeader.at(record, 33));
    assertNull(RecordHeader.at(record.duplicate().limit(32 + RecordHeader.BYTES - 1), 32));
    assertNull(RecordHeader.at(record.duplicate().putInt(32 + 8, -1), 32));
    assertNull(RecordHeader.at(record().putInt(32 + 12, Integer.MAX_VALUE), 32));
    assertNull(RecordHeader.at(record().putLong(32 + 16, Long.MAX_VALUE), 32));
  }
}
