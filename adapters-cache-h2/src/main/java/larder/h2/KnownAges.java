package larder.h2;

import java.sql.SQLException;
import java.time.Instant;
import larder.store.StoredHead;

/**
 * Which of what is stored has an age that is known: not what was timed by a clock that was set
 * since. Safe for all threads.
 */
final class KnownAges {
  private final CatalogKeeper keeper;
  private final Faults faults;
  private volatile long distrustedBelow;

  /**
   * @param below sequences below that one are of responses whose age is not known
   */
  KnownAges(CatalogKeeper keeper, Faults faults, long below) {
    this.keeper = keeper;
    this.faults = faults;
    this.distrustedBelow = below;
  }

  /** No age is known that has a sequence below that one, after a restart either. */
  void distrustBelow(long sequence) {
    distrustedBelow = sequence;
    try {
      keeper.catalog().distrustBelow(sequence);
    } catch (SQLException e) {
      faults.writingFails(e);
    }
  }

  /** A head as it is given out: without its times, if nobody knows what they say now. */
  StoredHead dated(StoredHead head, RecordHeader header) {
    return header.sequence() >= distrustedBelow
        ? head
        : new StoredHead(
            head.status(),
            head.reason(),
            head.fields(),
            head.selecting(),
            Instant.EPOCH,
            Instant.EPOCH);
  }
}
