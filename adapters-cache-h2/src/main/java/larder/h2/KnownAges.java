package larder.h2;

import java.time.Instant;
import larder.store.StoredHead;

/**
 * Which of what is stored has an age that is known: not what was timed by a clock that was set
 * since. Safe for all threads.
 */
final class KnownAges {
  private volatile long distrustedBelow;

  /**
   * @param below sequences below that one are of responses whose age is not known
   */
  KnownAges(long below) {
    this.distrustedBelow = below;
  }

  /** No age is known that has a sequence below that one. */
  void distrustBelow(long sequence) {
    distrustedBelow = sequence;
  }

  /** What sequences are below that are of responses whose age is not known. */
  long distrustedBelow() {
    return distrustedBelow;
  }

  /** A head as it is given out: without its times, if nobody knows what they say now. */
  StoredHead dated(StoredHead head, RecordHeader header) {
    return header.sequence() >= distrustedBelow ? head : undated(head);
  }

  /** The same without its times. */
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
