package larder.h2;

import java.time.Instant;
import larder.store.StoredHead;

/**
 * Which stored responses have a known age: not those timed by a clock that was set since. Safe for
 * all threads.
 */
final class KnownAges {
  private volatile long distrustedBelow;

  /**
   * @param below sequences below this are of responses whose age is not known
   */
  KnownAges(long below) {
    this.distrustedBelow = below;
  }

  /** From now on, the age of responses with a sequence below that one is not known. */
  void distrustBelow(long sequence) {
    distrustedBelow = sequence;
  }

  /** Sequences below this are of responses whose age is not known. */
  long distrustedBelow() {
    return distrustedBelow;
  }

  /** The head as callers see it: without its times if the age is not known. */
  StoredHead dated(StoredHead head, RecordHeader header) {
    return header.sequence() >= distrustedBelow ? head : undated(head);
  }

  /** The same head without its times. */
  static StoredHead undated(StoredHead head) {
    return new StoredHead(
        head.status(),
        head.reason(),
        head.fields(),
        head.selecting(),
        Instant.EPOCH,
        Instant.EPOCH);
  }
}
