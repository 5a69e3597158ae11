package larder.h2;

/**
 * Where a record lies, as one number: the pack, the offset in it, and how much to read at first. 0
 * is no place: pack numbers begin at 1.
 */
final class Place {
  /** Records begin at multiples of it. */
  static final int ALIGNMENT = 16;

  /** The highest number of a pack; the next pack after it has the number 1. */
  static final int LAST_PACK = (1 << 24) - 1;

  /** The highest offset at which a record can begin. */
  static final long LAST_OFFSET = ((1L << 24) - 1) * ALIGNMENT;

  private static final int READ_UNIT = 64;
  private static final int MOST_READ = (1 << 16) - 1;

  private Place() {}

  static long of(int pack, long offset, long firstRead) {
    long units = Math.min(MOST_READ, (firstRead + READ_UNIT - 1) / READ_UNIT);
    return ((long) pack << 40) | ((offset / ALIGNMENT) << 16) | units;
  }

  static int pack(long place) {
    return (int) (place >>> 40);
  }

  static long offset(long place) {
    return ((place >>> 16) & ((1 << 24) - 1)) * ALIGNMENT;
  }

  /** How many bytes to read at first; the pack may end before. */
  static int firstRead(long place) {
    return (int) (place & MOST_READ) * READ_UNIT;
  }

  static long aligned(long bytes) {
    return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }
}
