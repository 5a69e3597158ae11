package larder.socket.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One string for a text that comes again and again: a server says the same with each answer, a
 * client with each request, and what is stored keeps it.
 *
 * <p>A text is kept once it has come twice, until another one that came twice wants its place: what
 * never comes again costs nothing but a look. Any number of threads, without a lock: what one
 * overwrites of another is only made once more.
 */
final class ValueTable {
  /** The one of all connections. */
  static final ValueTable SHARED = new ValueTable();

  /** In bytes. What is longer seldom comes again. */
  static final int LONGEST = 128;

  private static final int SLOT_BITS = 10;
  private final @Nullable Entry[] entries = new @Nullable Entry[1 << SLOT_BITS];

  /** The hash of what came last and was not kept. */
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

  /** Of the beginning, the middle, the end and the length: where such texts differ. */
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
