package larder.h2;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;

/**
 * An open-addressing table for hashes that begin with the same {@link #SPARE_BITS} bits. A slot is
 * 16 bytes within one cache line: the place, and the hash with notes in place of those bits. It
 * lies outside the heap, so that the heap does not grow with the store. It counts towards {@code
 * -XX:MaxDirectMemorySize}; the garbage collector frees it.
 *
 * <p>One thread at a time may change it. Others may read meanwhile, and count uses: a slot that was
 * once taken keeps its hash for ever, so a count spoils nothing else.
 */
final class PlaceTable {
  static final int SPARE_BITS = 6;

  static final int MOST_USES = 3;

  /** The place of a slot that was never taken. */
  static final long FREE = 0;

  /** The place of a slot whose record was deleted. */
  static final long DELETED = -1;

  private static final int NOTES_SHIFT = Long.SIZE - SPARE_BITS;
  private static final long HASH = (1L << NOTES_SHIFT) - 1;
  private static final int FILE = 4;

  private static final int SLOT_WORDS = 2;
  private static final int CACHE_LINE = 64;

  /** Fast even in code that was compiled quickly, where a memory segment would be slow. */
  private final LongBuffer words;

  private final int mask;

  /**
   * Makes an empty table.
   *
   * @param slots a power of two, up to 2<sup>26</sup>
   */
  PlaceTable(int slots) {
    this.words =
        ByteBuffer.allocateDirect(Math.multiplyExact(slots, SLOT_WORDS * Long.BYTES) + CACHE_LINE)
            .alignedSlice(CACHE_LINE)
            .order(ByteOrder.nativeOrder())
            .asLongBuffer();
    this.mask = slots - 1;
  }

  /**
   * The notes for a place.
   *
   * @param uses at most {@link #MOST_USES}
   * @param file whether the record has a content file
   */
  static int notes(int uses, boolean file) {
    return uses | (file ? FILE : 0);
  }

  int slots() {
    return mask + 1;
  }

  /** The slot at which the search for a hash begins. */
  int first(long hash) {
    return (int) hash & mask;
  }

  /** The slot at which it continues. */
  int next(int slot) {
    return (slot + 1) & mask;
  }

  long place(int slot) {
    return words.get(slot * SLOT_WORDS);
  }

  private long word(int slot) {
    return words.get(slot * SLOT_WORDS + 1);
  }

  private void setWord(int slot, long word) {
    words.put(slot * SLOT_WORDS + 1, word);
  }

  boolean isTaken(int slot) {
    long place = place(slot);
    return place != FREE && place != DELETED;
  }

  /** Whether the slot, if taken, has that hash. */
  boolean isOf(long hash, int slot) {
    return ((word(slot) ^ hash) & HASH) == 0;
  }

  /** The hash without the bits that all have in common. */
  long hash(int slot) {
    return word(slot) & HASH;
  }

  private int notes(int slot) {
    return (int) (word(slot) >>> NOTES_SHIFT);
  }

  int uses(int slot) {
    return notes(slot) & MOST_USES;
  }

  boolean isFile(int slot) {
    return (notes(slot) & FILE) != 0;
  }

  /** Counts one more use, up to {@link #MOST_USES}. */
  void use(int slot) {
    long word = word(slot); // read once: other threads count, too
    if (((word >>> NOTES_SHIFT) & MOST_USES) < MOST_USES) {
      setWord(slot, word + (1L << NOTES_SHIFT));
    }
  }

  /** The table must have a free slot. */
  void insert(long hash, long place, int notes) {
    int i = first(hash);
    while (place(i) != FREE) {
      i = next(i);
    }
    setWord(i, ((long) notes << NOTES_SHIFT) | (hash & HASH));
    words.put(i * SLOT_WORDS, place);
  }

  void delete(int slot) {
    words.put(slot * SLOT_WORDS, DELETED);
  }

  /** A copy with that many slots, without deleted ones. */
  PlaceTable copy(int slots) {
    PlaceTable copy = new PlaceTable(slots);
    for (int i = 0; i <= mask; i++) {
      if (isTaken(i)) {
        copy.insert(hash(i), place(i), notes(i));
      }
    }
    return copy;
  }
}
