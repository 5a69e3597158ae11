package larder.h2;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The front of a record in a pack. Numbers are big-endian. It has the letters LR; a byte 1, the
 * version; a byte that is 1 while the record is live, and 0 afterwards; the CRC-32C of the pack's
 * seal and of what follows, up to the end of the head; the lengths of URI and head; the length of
 * the content; the CRC-32C of what the pack keeps of it; identity; sequence. URI, head and the kept
 * bytes follow, and zeros up to a multiple of {@link Place#ALIGNMENT}.
 *
 * <p>The seal is a random number of each pack: content that looks like a record is never taken for
 * one, wherever a scan looks.
 *
 * <p>The meaning of version 1 never changes: other fields are another version.
 *
 * @param sum of seal, header, URI and head
 * @param length of the content
 * @param keptSum of what the pack keeps of the content: all of a small one; the checksums of the
 *     chunks of a large one
 * @param id of the content: freshened versions of the response have the same
 * @param sequence higher for records written later
 */
record RecordHeader(
    boolean live,
    int sum,
    int uriBytes,
    int headBytes,
    long length,
    int keptSum,
    long id,
    long sequence) {
  static final int BYTES = 44;

  /** The offset of the byte that says whether the record is live. */
  static final int STATE_AT = 3;

  static final byte DEAD = 0;

  private static final short LETTERS = 0x4c52;
  private static final byte VERSION = 1;
  private static final byte LIVE = 1;
  private static final int SUM_AT = 4;
  private static final int SUMMED_AT = 8;
  private static final int LONGEST_TEXT = 4 << 20;

  /** The header at that index of the buffer; null if it cannot be one or is incomplete. */
  static @Nullable RecordHeader at(ByteBuffer buffer, int index) {
    if (buffer.limit() - index < BYTES
        || buffer.getShort(index) != LETTERS
        || buffer.get(index + 2) != VERSION) {
      return null;
    }
    RecordHeader header =
        new RecordHeader(
            buffer.get(index + STATE_AT) == LIVE,
            buffer.getInt(index + SUM_AT),
            buffer.getInt(index + 8),
            buffer.getInt(index + 12),
            buffer.getLong(index + 16),
            buffer.getInt(index + 24),
            buffer.getLong(index + 28),
            buffer.getLong(index + 36));
    return header.isPossible() ? header : null;
  }

  private boolean isPossible() {
    return uriBytes >= 0
        && uriBytes <= LONGEST_TEXT
        && headBytes >= 0
        && headBytes <= LONGEST_TEXT
        && length >= 0
        && length <= H2Settings.LARGEST_OBJECT;
  }

  /** The bytes of header, URI and head. */
  int frontBytes() {
    return BYTES + uriBytes + headBytes;
  }

  int keptBytes() {
    return (int) ContentFiles.keptBytes(length);
  }

  /** The size of the record, with the zeros at its end. */
  long recordBytes() {
    return Place.aligned((long) frontBytes() + keptBytes());
  }

  boolean isFile() {
    return ContentFiles.areFor(length);
  }

  /** The bytes that the content file takes on disk; 0 if there is none. */
  long fileBytes() {
    return isFile() ? ContentFiles.bytesOnDisk(length) : 0;
  }

  /** Whether the front at that index is what was written; all of it must be in the buffer. */
  boolean isWhole(ByteBuffer buffer, int index, long seal) {
    return sum == sum(buffer, index, frontBytes(), seal);
  }

  private static int sum(ByteBuffer buffer, int index, int frontBytes, long seal) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(Long.BYTES).putLong(0, seal));
    crc.update(buffer.duplicate().limit(index + frontBytes).position(index + SUMMED_AT));
    return (int) crc.getValue();
  }

  /**
   * Puts a live record into the buffer, which has room for it and whose position is a multiple of
   * the alignment.
   *
   * @param kept between position and limit, which do not move
   */
  static void put(
      ByteBuffer to, long seal, byte[] uri, byte[] head, ByteBuffer kept, RecordHeader of) {
    int start = to.position();
    to.putShort(LETTERS).put(VERSION).put(LIVE).putInt(0);
    to.putInt(uri.length).putInt(head.length).putLong(of.length).putInt(of.keptSum);
    to.putLong(of.id).putLong(of.sequence).put(uri).put(head);
    int frontBytes = to.position() - start;
    to.put(kept.duplicate());
    while (to.position() % Place.ALIGNMENT != 0) {
      to.put((byte) 0);
    }
    to.putInt(start + SUM_AT, sum(to, start, frontBytes, seal));
  }
}
