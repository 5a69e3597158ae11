package larder.socket.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Shares one string between equal texts: an origin repeats values in each response, a client in
 * each request, and stored responses keep them.
 *
 * <p>A text is kept once it has come twice, until another that has come twice takes its place; a
 * text that never comes again costs only a lookup. Safe for all threads, without a lock: if one
 * thread overwrites another's text, the text is only created again.
 */
final class ValueTable {
  /** The table for all connections. */
  static final ValueTable SHARED = new ValueTable();

  /** The longest text to share, in bytes; longer ones seldom come again. */
  static final int LONGEST = 128;

  private static final int SLOT_BITS = 10;
  private final @Nullable Entry[] entries = new @Nullable Entry[1 << SLOT_BITS];

  /** The hash of the last text in each slot that was not kept. */
  private final int[] seen = new int[1 << SLOT_BITS];

  private record Entry(String text, byte[] bytes) {}

  /** The text of those octets, in Latin-1. */
  String text(byte[] bytes, int from, int to) {
    int length = to - from;
    if (length == 0) {
      return "";
    }
    if (length > LONGEST) {
      return new String(bytes, from, length, ISO_8859_1);
    }
    int hash = hash(bytes, from, to);
    int slot = hash >>> (Integer.SIZE - SLOT_BITS);
    Entry entry = entries[slot];
    if (entry != null && Arrays.equals(entry.bytes, 0, entry.bytes.length, bytes, from, to)) {
      return entry.text;
    }
    String text = new String(bytes, from, length, ISO_8859_1);
    if (seen[slot] == hash) {
      entries[slot] = new Entry(text, Arrays.copyOfRange(bytes, from, to));
    } else {
      seen[slot] = hash;
    }
    return text;
  }

  /** Hashes the length, the beginning, the middle and the end, where such texts differ. */
  private static int hash(byte[] bytes, int from, int to) {
    int length = to - from;
    long mixed = length;
    if (length < Long.BYTES) {
      for (int i = from; i < to; i++) {
        mixed = mixed << Byte.SIZE | (bytes[i] & 0xff);
      }
    } else {
      mixed = mix(mixed, Octets.eight(bytes, from));
      mixed = mix(mixed, Octets.eight(bytes, from + (length - Long.BYTES) / 2));
      mixed = mix(mixed, Octets.eight(bytes, to - Long.BYTES));
    }
    return (int) (mix(mixed, 0) >>> Integer.SIZE);
  }

  private static long mix(long mixed, long more) {
    long sum = (mixed ^ more) * 0x9e3779b97f4a7c15L;
    return sum ^ sum >>> Integer.SIZE;
  }
}
