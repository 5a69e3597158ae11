package larder.h2;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** The checksum of each chunk of a content, taken while it passes. For one thread. */
final class ChunkSums {
  private final CRC32C sum = new CRC32C();
  private int summed;
  private byte[] sums = new byte[16 * Integer.BYTES];
  private int length;

  /** The next bytes of the content, between position and limit, which stay where they are. */
  void add(ByteBuffer bytes) {
    ByteBuffer left = bytes.duplicate();
    while (left.hasRemaining()) {
      int end = left.limit();
      int taken = Math.min(left.remaining(), ContentFiles.CHUNK - summed);
      sum.update(left.limit(left.position() + taken));
      left.limit(end);
      summed += taken;
      if (summed == ContentFiles.CHUNK) {
        endChunk();
      }
    }
  }

  private void endChunk() {
    if (length == sums.length) {
      sums = Arrays.copyOf(sums, 2 * length);
    }
    ByteBuffer.wrap(sums).putInt(length, (int) sum.getValue());
    length += Integer.BYTES;
    sum.reset();
    summed = 0;
  }

  /** Those of all chunks, the last one as long as it is; no more bytes come. */
  byte[] all() {
    if (summed > 0) {
      endChunk();
    }
    return Arrays.copyOf(sums, length);
  }
}
