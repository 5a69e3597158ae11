package larder.h2;

import larder.store.StoreKey;

/**
 * What is done where something on disk cannot be read, or is not as it should be. Safe for all
 * threads.
 */
final class ReadingFaults {
  private final Changes changes;
  private final Maintenance maintenance;
  private final Writer writer;
  private final Faults faults;
  private final DiskWatch watch;

  ReadingFaults(
      Changes changes, Maintenance maintenance, Writer writer, Faults faults, DiskWatch watch) {
    this.changes = changes;
    this.maintenance = maintenance;
    this.writer = writer;
    this.faults = faults;
    this.watch = watch;
  }

  /** Reading did not work: it is said, unless it is somebody's wish. */
  void fails(Exception e) {
    if (!isClosed() && !Thread.currentThread().isInterrupted()) {
      faults.readingFails(e);
    }
  }

  /** It does now. */
  void works() {
    faults.readingWorks();
  }

  /** What is stored there is damaged. */
  void isDamaged(StoreKey key) {
    faults.isDamaged(key.uri());
  }

  /** Something under that key is not as it should be. */
  void inspect(StoreKey key) {
    changes.makeIfPossible(new Change.Inspect(key));
  }

  /** A record there could not be read: the writer finds out whether it is damaged. */
  void suspect(long hash, long place) {
    maintenance.suspect(hash, place);
    writer.wake();
  }

  /** Whether the disk is left to others than those who ask. */
  boolean isDiskSlow() {
    return watch.isSlow();
  }

  /** Whether nothing can be read any more. */
  boolean isClosed() {
    return changes.isClosed();
  }
}
