package larder.h2;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Which files were read whole of late, compared with all their checksums, and found right. Nobody
 * wrote to one since then if the time of its last change is the same; what the disk itself does to
 * it is noticed within {@link #TRUSTED}. Forgets one for another: whoever is forgotten is checked
 * again. Safe for all threads.
 */
final class CheckedFiles {
  static final Duration TRUSTED = Duration.ofMinutes(10);

  /** Identities follow one another, so that so many are known at once. */
  static final int MOST = 1 << 14;

  private final AtomicReferenceArray<@Nullable Checked> known = new AtomicReferenceArray<>(MOST);
  private final LongSupplier nanoTime;

  CheckedFiles(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  private record Checked(long id, long modified, long at) {}

  /**
   * That content is right.
   *
   * @param modified as the file's time was before it was read
   */
  void add(long id, long modified) {
    known.set(slot(id), new Checked(id, modified, nanoTime.getAsLong()));
  }

  boolean contains(long id, long modified) {
    Checked checked = known.get(slot(id));
    return checked != null
        && checked.id == id
        && checked.modified == modified
        && nanoTime.getAsLong() - checked.at < TRUSTED.toNanos();
  }

  private static int slot(long id) {
    return (int) (id & (MOST - 1));
  }
}
