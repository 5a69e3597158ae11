package larder.h2;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** Computes the checksum of each chunk of a content as it passes. For one thread. */
final class ChunkSums {
  private final CRC32C sum = new CRC32C();
  private int summed;
  private byte[] sums = new byte[16 * Integer.BYTES];
  private int length;

  /** Adds the next bytes of the content, between position and limit, which do not move. */
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

  /** The checksums of all chunks; the last may be shorter. Nothing may be added afterwards. */
  byte[] all() {
    if (summed > 0) {
      endChunk();
    }
    return Arrays.copyOf(sums, length);
  }
}
