package larder.h2;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import larder.store.Appraisal;

/**
 * The folder of an {@link H2Store}, and its bounds.
 *
 * @param folder belongs to the store alone; made if it does not exist
 * @param maxBytes of all stored responses, heads and contents, including those being written
 * @param maxObjectBytes of one content; at most half of {@code maxBytes}
 * @param maxQueuedBytes of heap for what is being written or waits for the disk; above it, nothing
 *     is stored until the disk has caught up
 * @param maxVariants of one key; the ones received first are removed
 * @param groupDelay how long a committed response waits for others to be written with it
 * @param appraisal decides what is evicted first
 * @param clock for all that concerns freshness
 */
public record H2Settings(
    Path folder,
    long maxBytes,
    long maxObjectBytes,
    long maxQueuedBytes,
    int maxVariants,
    Duration groupDelay,
    Appraisal appraisal,
    InstantSource clock) {
  private static final long MEBIBYTE = 1L << 20;

  /** The checksums of a larger content could not be read in one piece. */
  static final long LARGEST_OBJECT = 32L << 30;

  /** Stands for the bound that the store had last. */
  private static final long AS_IT_WAS = Long.MAX_VALUE / 2;

  private static final int PACKS = 128;
  private static final long SMALLEST_PACK = 64 * 1024;
  private static final long LARGEST_PACK = 128 * MEBIBYTE;

  /**
   * @throws IllegalArgumentException if a bound is out of its range
   */
  public H2Settings {
    if (maxBytes < 2 || maxQueuedBytes < 1 || maxVariants < 1) {
      throw new IllegalArgumentException("Bounds are positive");
    }
    if (maxObjectBytes < 1 || maxObjectBytes > Math.min(maxBytes / 2, LARGEST_OBJECT)) {
      throw new IllegalArgumentException(
          "The largest content on disk is between 1 byte and half of the store's bound, or 32 GiB");
    }
    if (groupDelay.isNegative() || groupDelay.compareTo(Duration.ofSeconds(1)) > 0) {
      throw new IllegalArgumentException("Stores are grouped for a second at most");
    }
  }

  /** One content may take an eighth of the bound; 32 MiB may wait; groups of 100 ms. */
  public static H2Settings of(Path folder, long maxBytes) {
    return new H2Settings(
        folder,
        maxBytes,
        Math.max(1, Math.min(maxBytes / 8, LARGEST_OBJECT)),
        32 * MEBIBYTE,
        32,
        Duration.ofMillis(100),
        Appraisal.NONE,
        InstantSource.system());
  }

  /** With the bound that the store had when a proxy last served from it. */
  static H2Settings atRest(Path folder) {
    return of(folder, AS_IT_WAS);
  }

  /** Whether the bound is the one that the store had last. */
  boolean isAtRest() {
    return maxBytes == AS_IT_WAS;
  }

  /** The largest size of a pack, in bytes. */
  long largestPack() {
    return Math.clamp(maxBytes / PACKS, SMALLEST_PACK, LARGEST_PACK);
  }

  /** The same settings with another bound for one content. */
  public H2Settings withMaxObjectBytes(long bytes) {
    return new H2Settings(
        folder, maxBytes, bytes, maxQueuedBytes, maxVariants, groupDelay, appraisal, clock);
  }

  /** The same settings with another bound for what waits for the disk. */
  public H2Settings withMaxQueuedBytes(long bytes) {
    return new H2Settings(
        folder, maxBytes, maxObjectBytes, bytes, maxVariants, groupDelay, appraisal, clock);
  }

  /** The same settings with another bound for the variants of a key. */
  public H2Settings withMaxVariants(int most) {
    return new H2Settings(
        folder, maxBytes, maxObjectBytes, maxQueuedBytes, most, groupDelay, appraisal, clock);
  }

  /** The same settings with another appraisal, and the clock that it goes by. */
  public H2Settings withAppraisal(Appraisal other, InstantSource time) {
    return new H2Settings(
        folder, maxBytes, maxObjectBytes, maxQueuedBytes, maxVariants, groupDelay, other, time);
  }
}
