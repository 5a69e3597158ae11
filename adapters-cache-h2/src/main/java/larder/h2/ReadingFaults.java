package larder.h2;

import larder.store.StoreKey;

/**
 * What to do when something on disk cannot be read or is not as it should be. Safe for all threads.
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

  /** Reports that reading failed, unless the store is closed or the thread was interrupted. */
  void fails(Exception e) {
    if (!isClosed() && !Thread.currentThread().isInterrupted()) {
      faults.readingFails(e);
    }
  }

  /** Reports that reading works. */
  void works() {
    faults.readingWorks();
  }

  /** Reports a damaged response. */
  void isDamaged(StoreKey key) {
    faults.isDamaged(key.uri());
  }

  /** Has the writer check the records under that key. */
  void inspect(StoreKey key) {
    changes.makeIfPossible(new Change.Inspect(key));
  }

  /** A record there could not be read: the writer finds out whether it is damaged. */
  void suspect(long hash, long place) {
    maintenance.suspect(hash, place);
    writer.wake();
  }

  /** Whether callers must leave the disk to other threads. */
  boolean isDiskSlow() {
    return watch.isSlow();
  }

  /** Whether the store is closed, so that nothing can be read. */
  boolean isClosed() {
    return changes.isClosed();
  }
}
