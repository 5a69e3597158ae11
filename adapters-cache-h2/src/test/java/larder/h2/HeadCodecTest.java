package larder.h2;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import larder.http.Fields;
import larder.store.StoredHead;
import org.junit.jupiter.api.Test;

class HeadCodecTest {
  private static final StoredHead HEAD =
      new StoredHead(
          200,
          "\u2615",
          Fields.of("ETag", "\"v1\"", "eTag", "v", "X-Latin", "caf\u00e9"),
          Fields.of("accept", "*/*"),
          Instant.parse("2026-03-01T12:00:00.1Z"),
          Instant.parse("2026-03-01T12:00:00.123456789Z"));

  /** For ever: a store of an older Larder is read by every later one. */
  private static final String GOLDEN =
      "c801"
          + "07e29895"
          + "03"
          + ("0e08" + "22763122")
          + ("0008" + "65546167" + "0276")
          + ("000e" + "582d4c6174696e" + "08" + "636166e9")
          + "01"
          + "000c"
          + "616363657074"
          + "06"
          + "2a2f2a"
          + "0000000069a42a4005f5e100"
          + "0000000069a42a40075bcd15";

  private static StoredHead decode(byte[] encoded) throws DamagedException {
    return HeadCodec.decode(ByteBuffer.wrap(encoded));
  }

  @Test
  void itKeepsItsBytes() throws DamagedException {
    byte[] golden = HexFormat.of().parseHex(GOLDEN);
    assertEquals(GOLDEN, HexFormat.of().formatHex(HeadCodec.encode(HEAD)));
    StoredHead decoded = decode(golden);
    assertEquals(HEAD, decoded);
    assertEquals(HEAD.fields().toString(), decoded.fields().toString());
  }

  @Test
  void itIsReadWhereverItStands() throws DamagedException {
    byte[] golden = HexFormat.of().parseHex("ffff" + GOLDEN + "ff");
    ByteBuffer middle = ByteBuffer.wrap(golden, 1, golden.length - 1).slice();
    assertEquals(HEAD, HeadCodec.decode(middle.position(1).limit(middle.limit() - 1)));
  }

  @Test
  void anEmptyHeadComesBack() throws DamagedException {
    StoredHead empty = new StoredHead(0, "", Fields.EMPTY, Fields.EMPTY, Instant.MIN, Instant.MAX);
    assertEquals(empty, decode(HeadCodec.encode(empty)));
  }

  @Test
  void manyLongFieldsComeBack() throws DamagedException {
    Fields.Builder fields = Fields.builder();
    for (int i = 0; i < 300; i++) {
      fields.add("X-Field-" + i, "v".repeat(i));
    }
    StoredHead head =
        new StoredHead(
            599, "r".repeat(300), fields.build(), Fields.EMPTY, Instant.EPOCH, Instant.EPOCH);
    assertEquals(head, decode(HeadCodec.encode(head)));
  }

  @Test
  void everyKnownNameComesBackAsItIsSpelt() throws DamagedException {
    for (int number = 1; number < 58; number++) {
      String name = KnownNames.name(number);
      assertEquals(number, KnownNames.number(name), name);
      StoredHead head =
          new StoredHead(200, "", Fields.of(name, "v"), Fields.EMPTY, Instant.EPOCH, Instant.EPOCH);
      assertEquals(name, decode(HeadCodec.encode(head)).fields().name(0));
    }
    assertThrows(IndexOutOfBoundsException.class, () -> KnownNames.name(58), "add it at the end");
  }

  @Test
  void whatEndsTooEarlyIsNoticed() {
    byte[] encoded = HeadCodec.encode(HEAD);
    for (int i = 0; i < encoded.length; i++) {
      byte[] cut = Arrays.copyOf(encoded, i);
      assertThrows(DamagedException.class, () -> decode(cut));
    }
  }

  @Test
  void garbageIsAHeadOrDamageAndNothingElse() {
    byte[] encoded = HeadCodec.encode(HEAD);
    for (int i = 0; i < encoded.length; i++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] damaged = encoded.clone();
        damaged[i] ^= (byte) (1 << bit);
        assertDoesNotThrow(() -> decodeOrNotice(damaged));
      }
    }
  }

  private static void decodeOrNotice(byte[] damaged) {
    try {
      decode(damaged);
    } catch (DamagedException e) {
      // Noticed.
    }
  }
}
