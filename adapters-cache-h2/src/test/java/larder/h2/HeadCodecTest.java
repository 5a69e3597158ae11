package larder.h2;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import larder.http.Fields;
import larder.store.StoredHead;
import org.junit.jupiter.api.Test;

class HeadCodecTest {
  private static final String URI = "http://origin.example.org/a";
  private static final StoredHead HEAD =
      new StoredHead(
          200,
          "OK",
          Fields.of("ETag", "\"v1\"", "X-Latin", "caf\u00e9"),
          Fields.of("accept", "*/*"),
          Instant.parse("2026-03-01T12:00:00.1Z"),
          Instant.parse("2026-03-01T12:00:00.123456789Z"));

  /** Version 1, for ever: a store of an older Larder is read by every later one. */
  private static final String GOLDEN =
      "01"
          + "6a6a0d2e"
          + "c801"
          + "024f4b"
          + "02"
          + "04455461670422763122"
          + "07582d4c6174696e05636166c3a9"
          + "01"
          + "06616363657074032a2f2a"
          + "0000000069a42a4005f5e100"
          + "0000000069a42a40075bcd15";

  @Test
  void versionOneKeepsItsBytes() throws DamagedException {
    byte[] golden = HexFormat.of().parseHex(GOLDEN);
    assertEquals(GOLDEN, HexFormat.of().formatHex(HeadCodec.encode(HEAD, URI, 1000, 77)));
    StoredHead decoded = HeadCodec.decode(golden, URI, 1000, 77);
    assertEquals(HEAD, decoded);
    assertEquals(HEAD.fields().toString(), decoded.fields().toString());
  }

  @Test
  void anEmptyHeadComesBack() throws DamagedException {
    StoredHead empty = new StoredHead(0, "", Fields.EMPTY, Fields.EMPTY, Instant.MIN, Instant.MAX);
    assertEquals(empty, HeadCodec.decode(HeadCodec.encode(empty, "", 0, 0), "", 0, 0));
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
    assertEquals(head, HeadCodec.decode(HeadCodec.encode(head, URI, 1, 2), URI, 1, 2));
  }

  @Test
  void everyDamagedByteIsNoticed() {
    byte[] encoded = HeadCodec.encode(HEAD, URI, 1000, 77);
    for (int i = 0; i < encoded.length; i++) {
      byte[] damaged = encoded.clone();
      damaged[i] ^= 4;
      assertThrows(DamagedException.class, () -> HeadCodec.decode(damaged, URI, 1000, 77));
      byte[] short1 = Arrays.copyOf(encoded, i);
      assertThrows(DamagedException.class, () -> HeadCodec.decode(short1, URI, 1000, 77));
    }
    assertArrayEquals(encoded, HeadCodec.encode(HEAD, URI, 1000, 77));
  }

  @Test
  void aHeadBesideAnotherContentIsNoticed() {
    byte[] encoded = HeadCodec.encode(HEAD, URI, 1000, 77);
    assertThrows(DamagedException.class, () -> HeadCodec.decode(encoded, URI + "b", 1000, 77));
    assertThrows(DamagedException.class, () -> HeadCodec.decode(encoded, URI, 1001, 77));
    assertThrows(DamagedException.class, () -> HeadCodec.decode(encoded, URI, 1000, 78));
  }
}
