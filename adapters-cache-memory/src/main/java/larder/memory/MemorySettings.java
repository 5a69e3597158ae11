package larder.memory;

/**
 * The bounds of a {@link MemoryStore}.
 *
 * @param maxBytes of all stored responses, heads and contents, as they lie in the heap
 * @param maxObjectBytes of one content; at most {@code maxBytes} and 1 GiB
 * @param maxPendingBytes of all contents being written, besides {@code maxBytes}
 * @param maxVariants of one key; those received first are removed
 */
public record MemorySettings(
    long maxBytes, long maxObjectBytes, long maxPendingBytes, int maxVariants) {
  private static final long GIBIBYTE = 1L << 30;

  /**
   * @throws IllegalArgumentException if a bound is out of range
   */
  public MemorySettings {
    if (maxBytes < 1 || maxPendingBytes < 1 || maxVariants < 1) {
      throw new IllegalArgumentException("Bounds are positive");
    }
    if (maxObjectBytes < 1 || maxObjectBytes > Math.min(maxBytes, GIBIBYTE)) {
      throw new IllegalArgumentException(
          "The largest content in memory is between 1 byte and the store's bound, or 1 GiB");
    }
  }

  /** One content may take a quarter, pending ones another quarter besides; 32 variants per key. */
  public static MemorySettings ofBytes(long maxBytes) {
    long quarter = Math.max(1, maxBytes / 4);
    return new MemorySettings(maxBytes, Math.min(quarter, GIBIBYTE), quarter, 32);
  }

  /** The same, with another bound for one content. */
  public MemorySettings withMaxObjectBytes(long bytes) {
    return new MemorySettings(maxBytes, bytes, Math.max(maxPendingBytes, bytes), maxVariants);
  }

  /** The same, with another bound for all contents being written. */
  public MemorySettings withMaxPendingBytes(long bytes) {
    return new MemorySettings(maxBytes, maxObjectBytes, bytes, maxVariants);
  }

  /** The same, with another bound for the variants of a key. */
  public MemorySettings withMaxVariants(int most) {
    return new MemorySettings(maxBytes, maxObjectBytes, maxPendingBytes, most);
  }
}
