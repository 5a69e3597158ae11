package larder.memory;

/**
 * The sizes of chunks outside the heap: eight from one power of two to the next, so that chunks
 * taken back fit later requests, and at most an eighth of a chunk is wasted.
 */
final class ChunkSizes {
  static final int SMALLEST = 32 * 1024;
  static final int LARGEST = 1024 * 1024;

  /** How many kinds there are from one size to twice that. */
  static final int STEPS = 8;

  private static final int SMALLEST_BITS = Integer.numberOfTrailingZeros(SMALLEST);

  /** Kinds are numbered from 0, the smallest, upwards. */
  static final int KINDS = 1 + STEPS * (Integer.numberOfTrailingZeros(LARGEST) - SMALLEST_BITS);

  private ChunkSizes() {}

  /**
   * The smallest kind with that much room.
   *
   * @param room at most {@link #LARGEST}
   */
  static int kindFor(int room) {
    if (room <= SMALLEST) {
      return 0;
    }
    int power = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(room - 1);
    int step = (1 << power) / STEPS;
    return (power - SMALLEST_BITS) * STEPS + (room - 1 - (1 << power)) / step + 1;
  }

  static int size(int kind) {
    if (kind == 0) {
      return SMALLEST;
    }
    int power = 1 << (SMALLEST_BITS + (kind - 1) / STEPS);
    return power + ((kind - 1) % STEPS + 1) * (power / STEPS);
  }
}
