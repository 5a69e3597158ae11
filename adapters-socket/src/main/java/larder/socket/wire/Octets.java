package larder.socket.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Examines eight octets at a time. */
final class Octets {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long EACH = 0x0101010101010101L;
  private static final long LOW_BITS = 0x7f * EACH;
  private static final long HIGH_BITS = ~LOW_BITS;

  private Octets() {}

  /** Eight octets, the first in the lowest byte. */
  static long eight(byte[] bytes, int at) {
    return (long) LONG.get(bytes, at);
  }

  /** The first octets, at most eight, the first in the lowest byte; unused bytes are 0. */
  static long upToEight(byte[] bytes, int from, int to) {
    int count = Math.min(to - from, Long.BYTES);
    if (count == Long.BYTES) {
      return eight(bytes, from);
    }
    if (from + Long.BYTES <= bytes.length) {
      return eight(bytes, from) & ((1L << (count * Byte.SIZE)) - 1);
    }
    long octets = 0;
    for (int i = 0; i < count; i++) {
      octets |= (bytes[from + i] & 0xffL) << (i * Byte.SIZE);
    }
    return octets;
  }

  /** The index of the first ASCII control character, or {@code to}. */
  static int control(byte[] bytes, int from, int to) {
    int i = from;
    for (; i + Long.BYTES <= to; i += Long.BYTES) {
      long found = controls(eight(bytes, i));
      if (found != 0) {
        return i + first(found);
      }
    }
    while (i < to && !isControl(bytes[i])) {
      i++;
    }
    return i;
  }

  private static boolean isControl(byte b) {
    return (b >= 0 && b < ' ') || b == 0x7f;
  }

  /**
   * Sets the high bit of each octet that is a control character; octets above 0x7f never are. No
   * sum carries into the next octet.
   */
  private static long controls(long octets) {
    long low = octets & LOW_BITS;
    long space = low + (0x80 - ' ') * EACH;
    long delete = (low ^ LOW_BITS) + LOW_BITS;
    return ~((space & delete) | octets) & HIGH_BITS;
  }

  /** The index of the first such ASCII octet, or {@code to}. */
  static int find(char wanted, byte[] bytes, int from, int to) {
    int i = from;
    for (; i + Long.BYTES <= to; i += Long.BYTES) {
      long other = eight(bytes, i) ^ wanted * EACH;
      long found = (other - EACH) & ~other & HIGH_BITS; // correct up to the first
      if (found != 0) {
        return i + first(found);
      }
    }
    while (i < to && bytes[i] != wanted) {
      i++;
    }
    return i;
  }

  private static int first(long highBits) {
    return Long.numberOfTrailingZeros(highBits) / Byte.SIZE;
  }
}
