package larder.h2;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import larder.store.Appraisal;

/**
 * Where an {@link H2Store} lies, and its bounds.
 *
 * @param folder belongs to the store alone; made if it is not there
 * @param maxBytes of all stored responses, heads and contents, and of those being written
 * @param maxObjectBytes of one content; at most half of {@code maxBytes}
 * @param maxQueuedBytes of heap for what is being written and what waits for the disk: over it
 *     nothing is stored until the disk has caught up
 * @param maxVariants of one key; the ones received first go
 * @param groupDelay how long a committed response waits for others before they are written together
 * @param appraisal what goes first when something has to go
 * @param clock for what has to do with freshness
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

  /** The checksums of a larger content would not be read at once. */
  static final long LARGEST_OBJECT = 32L << 30;

  /** In the place of a bound: the one that the store had last. */
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

  /** One content may take an eighth; 32 MiB may wait; groups of 100 ms. */
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

  /** As it was when it was served from last. */
  static H2Settings atRest(Path folder) {
    return of(folder, AS_IT_WAS);
  }

  /** Whether the bound is the one that it had last. */
  boolean isAtRest() {
    return maxBytes == AS_IT_WAS;
  }

  /** How long a pack may become. */
  long largestPack() {
    return Math.clamp(maxBytes / PACKS, SMALLEST_PACK, LARGEST_PACK);
  }

  /** The same with another bound for one content. */
  public H2Settings withMaxObjectBytes(long bytes) {
    return new H2Settings(
        folder, maxBytes, bytes, maxQueuedBytes, maxVariants, groupDelay, appraisal, clock);
  }

  /** The same with another bound for what waits for the disk. */
  public H2Settings withMaxQueuedBytes(long bytes) {
    return new H2Settings(
        folder, maxBytes, maxObjectBytes, bytes, maxVariants, groupDelay, appraisal, clock);
  }

  /** The same with another bound for the variants of a key. */
  public H2Settings withMaxVariants(int most) {
    return new H2Settings(
        folder, maxBytes, maxObjectBytes, maxQueuedBytes, most, groupDelay, appraisal, clock);
  }

  /** The same, going by that opinion of what is stored, at that time. */
  public H2Settings withAppraisal(Appraisal other, InstantSource time) {
    return new H2Settings(
        folder, maxBytes, maxObjectBytes, maxQueuedBytes, maxVariants, groupDelay, other, time);
  }
}
