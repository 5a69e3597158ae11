package larder.socket.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Memory for the head that is read or written: an array that grows, since strings are made from and
 * turned into arrays fastest, and a direct buffer that a head and a small content leave through.
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

  /** The array with room for that many bytes, what it held included. */
  byte[] reserve(int size) {
    if (size > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(size, 2 * bytes.length));
    }
    return bytes;
  }

  /** Made when it is asked for: who only reads does not need it. */
  ByteBuffer out() {
    ByteBuffer made = out;
    if (made == null) {
      made = ByteBuffer.allocateDirect(OUT);
      out = made;
    }
    return made;
  }

  /** Lets go of an array that an unusual head made large. */
  public void trim() {
    if (bytes.length > KEPT) {
      bytes = new byte[SMALL];
    }
  }
}
