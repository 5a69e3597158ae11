package larder.h2;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;

/**
 * A table of open addressing for hashes that begin with the same {@link #SPARE_BITS} bits: what is
 * asked of a slot lies in 16 bytes of one cache line, the place, and the hash with notes in the
 * place of those bits. Outside of the heap, so that the heap does not grow with what is stored: of
 * what the JDK allows there ({@code -XX:MaxDirectMemorySize}). The collector frees it.
 *
 * <p>For one thread at a time that changes it. Others may read meanwhile, and count uses: a slot
 * that was taken once has the same hash for ever, so that a count spoils nothing else.
 */
final class PlaceTable {
  static final int SPARE_BITS = 6;

  static final int MOST_USES = 3;

  /** The place of a slot that was never taken. */
  static final long FREE = 0;

  /** The place of one that was. */
  static final long DELETED = -1;

  private static final int NOTES_SHIFT = Long.SIZE - SPARE_BITS;
  private static final long HASH = (1L << NOTES_SHIFT) - 1;
  private static final int FILE = 4;

  private static final int SLOT_WORDS = 2;
  private static final int CACHE_LINE = 64;

  /** A buffer, as code that was compiled in haste is quick with it, and slow with a segment. */
  private final LongBuffer words;

  private final int mask;

  /**
   * An empty one.
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
   * What to note of a place.
   *
   * @param uses up to {@link #MOST_USES}, and no more
   * @param file whether the record has a file of its own
   */
  static int notes(int uses, boolean file) {
    return uses | (file ? FILE : 0);
  }

  int slots() {
    return mask + 1;
  }

  /** Where the search for a hash begins. */
  int first(long hash) {
    return (int) hash & mask;
  }

  /** Where it goes on. */
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

  /** Whether it is of that hash, if it is taken. */
  boolean isOf(long hash, int slot) {
    return ((word(slot) ^ hash) & HASH) == 0;
  }

  /** Without the bits that all have in common. */
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

  /** One more use, up to {@link #MOST_USES}. */
  void use(int slot) {
    long word = word(slot); // read once: others count, too
    if (((word >>> NOTES_SHIFT) & MOST_USES) < MOST_USES) {
      setWord(slot, word + (1L << NOTES_SHIFT));
    }
  }

  /** There has to be a free slot. */
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

  /** One with so many slots that has what this one has, and nothing that was deleted. */
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
