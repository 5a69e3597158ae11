package larder.h2;

import java.time.Instant;
import larder.store.Worth;

/**
 * What is known of a record without reading it.
 *
 * @param hash of its key
 * @param recordBytes with the zeros at its end
 * @param fileBytes that its file takes on disk; 0 if it has none
 * @param freshUntil in seconds of the epoch, unsigned
 * @param lasting whether it is still of use when it is stale
 * @param uses how often it was requested
 */
record Entry(
    long hash,
    long place,
    long recordBytes,
    long fileBytes,
    int freshUntil,
    boolean lasting,
    int uses) {
  private static final long LAST_SECOND = 0xffff_ffffL;

  static Entry of(long hash, long place, RecordHeader header, Worth worth, int uses) {
    return new Entry(
        hash,
        place,
        header.recordBytes(),
        header.fileBytes(),
        seconds(worth.freshUntil()),
        worth.lasting(),
        uses);
  }

  /** The same record in another place. */
  Entry movedTo(long other) {
    return new Entry(hash, other, recordBytes, fileBytes, freshUntil, lasting, uses);
  }

  /** The same record with another number of uses. */
  Entry withUses(int other) {
    return new Entry(hash, place, recordBytes, fileBytes, freshUntil, lasting, other);
  }

  /** The same record, fresh until that second of the epoch. */
  Entry withFreshUntil(long second) {
    int until = (int) Math.min(second, LAST_SECOND);
    return new Entry(hash, place, recordBytes, fileBytes, until, lasting, uses);
  }

  private static int seconds(Instant time) {
    return (int) Math.clamp(time.getEpochSecond(), 0, LAST_SECOND);
  }
}
