package larder.h2;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a pack from its beginning to its end, record by record. Where something is damaged it goes
 * on at the next record that is not.
 */
final class PackScan {
  private static final int BUFFER_BYTES = 1 << 20;

  private final Pack pack;
  private final long end;
  private ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);

  /** Where the buffer's first byte stands in the pack. */
  private long base;

  /** Where the record after the last one begins. */
  private long offset = Pack.HEADER_BYTES;

  private long ended = offset;

  PackScan(Pack pack) {
    this.pack = pack;
    this.end = pack.bytes();
    buffer.limit(0);
  }

  /**
   * A record, live or dead.
   *
   * @param front header, URI and head, between position and limit, until the next record is read;
   *     it has an array
   */
  record Found(RecordHeader header, long offset, ByteBuffer front) {}

  /** What is done with each record. */
  @FunctionalInterface
  interface Visitor {
    /**
     * @param front header, URI and head, between position and limit; it has an array
     */
    void visit(RecordHeader header, long offset, ByteBuffer front) throws IOException;
  }

  /** Visits all records, dead ones too; says where the last one ended. */
  static long forEach(Pack pack, Visitor visitor) throws IOException {
    PackScan scan = new PackScan(pack);
    for (Found each = scan.next(); each != null; each = scan.next()) {
      visitor.visit(each.header(), each.offset(), each.front());
    }
    return scan.ended;
  }

  /** Null after the last one. */
  @Nullable Found next() throws IOException {
    while (offset + RecordHeader.BYTES <= end) {
      long at = offset;
      RecordHeader header = header(at);
      if (header != null) {
        int index = (int) (at - base);
        offset = at + header.recordBytes();
        ended = offset;
        ByteBuffer front = buffer.duplicate().position(index).limit(index + header.frontBytes());
        return new Found(header, at, front);
      }
      offset += Place.ALIGNMENT;
    }
    return null;
  }

  /** Null if no whole record begins there. */
  private @Nullable RecordHeader header(long at) throws IOException {
    fill(at, RecordHeader.BYTES);
    RecordHeader header = RecordHeader.at(buffer, (int) (at - base));
    if (header == null || at + header.recordBytes() > end) {
      return null;
    }
    fill(at, header.frontBytes());
    return header.isWhole(buffer, (int) (at - base), pack.seal()) ? header : null;
  }

  /** Makes sure that so many bytes from that offset on are in the buffer. */
  private void fill(long from, int bytes) throws IOException {
    if (from >= base && from + bytes <= base + buffer.limit()) {
      return;
    }
    if (bytes > buffer.capacity()) {
      buffer = ByteBuffer.allocate(bytes);
    }
    base = from;
    buffer.clear().limit((int) Math.min(buffer.capacity(), end - from));
    pack.read(buffer, from);
    buffer.flip();
  }
}
