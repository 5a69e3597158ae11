package larder.h2;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The files that were recently read completely and matched all their checksums. If the time of the
 * last change is still the same, nobody has written to the file since; damage by the disk itself is
 * noticed within {@link #TRUSTED}. A later file may push out an earlier one, which is then checked
 * again. Safe for all threads.
 */
final class CheckedFiles {
  static final Duration TRUSTED = Duration.ofMinutes(10);

  /** Identities are consecutive, so this many are remembered at once. */
  static final int MOST = 1 << 14;

  private final AtomicReferenceArray<@Nullable Checked> known = new AtomicReferenceArray<>(MOST);
  private final LongSupplier nanoTime;

  CheckedFiles(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  private record Checked(long id, long modified, long at) {}

  /**
   * Notes that the content is right.
   *
   * @param modified the time of the file's last change before it was read
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
