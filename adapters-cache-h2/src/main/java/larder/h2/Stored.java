package larder.h2;

/**
 * A record, and where it lies.
 *
 * @param place 0 while it is on its way there
 */
record Stored(RecordHeader header, long place) {}
