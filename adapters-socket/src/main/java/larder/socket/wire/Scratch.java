package larder.socket.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Memory for reading or writing a head: a growing array, because converting between strings and
 * arrays is fastest, and a direct buffer through which a head leaves with small content.
 */
public final class Scratch {
  private static final int SMALL = 2 << 10;
  private static final int KEPT = 16 << 10;

  /** The size of the buffer. */
  public static final int OUT = 16 << 10;

  private @Nullable ByteBuffer out;
  private byte[] bytes = new byte[SMALL];

  byte[] bytes() {
    return bytes;
  }

  /** The array, grown to at least that size if necessary; keeps its bytes. */
  byte[] reserve(int size) {
    if (size > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(size, 2 * bytes.length));
    }
    return bytes;
  }

  /** The buffer; allocated on first use, because reading does not need it. */
  ByteBuffer out() {
    ByteBuffer made = out;
    if (made == null) {
      made = ByteBuffer.allocateDirect(OUT);
      out = made;
    }
    return made;
  }

  /** Drops an array that an unusual head made large. */
  public void trim() {
    if (bytes.length > KEPT) {
      bytes = new byte[SMALL];
    }
  }
}
