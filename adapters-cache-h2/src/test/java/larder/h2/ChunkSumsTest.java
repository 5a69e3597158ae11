package larder.h2;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkSumsTest {
  private static final int CHUNK = ContentFiles.CHUNK;

  private static byte[] expected(byte[] content) {
    ByteBuffer sums = ByteBuffer.allocate((int) ContentFiles.keptBytes(content.length));
    for (int at = 0; at < content.length; at += CHUNK) {
      int count = Math.min(CHUNK, content.length - at);
      sums.putInt(Checksum.of(ByteBuffer.wrap(content, at, count)));
    }
    return sums.array();
  }

  /** However it comes in pieces. */
  @ParameterizedTest
  @ValueSource(ints = {CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 1, 40 * CHUNK - 1})
  void eachChunkHasItsOwn(int size) {
    Random random = new Random(size);
    byte[] content = new byte[size];
    random.nextBytes(content);
    for (int most : new int[] {size, CHUNK, CHUNK - 1, 5_000}) {
      ChunkSums sums = new ChunkSums();
      int at = 0;
      while (at < size) {
        ByteBuffer piece =
            ByteBuffer.wrap(content, at, Math.min(1 + random.nextInt(most), size - at));
        int count = piece.remaining();
        sums.add(piece);
        assertEquals(count, piece.remaining());
        at += count;
      }
      assertArrayEquals(expected(content), sums.all());
    }
  }
}
