package larder.h2;

/**
 * A record, and where it lies.
 *
 * @param place 0 until it is written
 */
record Stored(RecordHeader header, long place) {}
