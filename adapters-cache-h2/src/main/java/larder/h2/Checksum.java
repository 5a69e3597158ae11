package larder.h2;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** CRC-32C, which detects damage but not forgery. */
final class Checksum {
  private Checksum() {}

  static int of(byte[] bytes) {
    return of(ByteBuffer.wrap(bytes));
  }

  /** The checksum of the bytes between position and limit, which do not move. */
  static int of(ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.duplicate());
    return (int) crc.getValue();
  }
}
