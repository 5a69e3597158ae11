package larder.h2;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a pack from beginning to end, record by record. Where bytes are damaged or cannot be read,
 * it goes on at the next whole record.
 */
final class PackScan {
  private static final int BUFFER_BYTES = 1 << 20;

  /** The unit in which unreadable bytes are skipped. */
  private static final int BLOCK = 4096;

  private final Pack pack;
  private final long end;
  private ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);

  /** The offset of the buffer's first byte in the pack. */
  private long base;

  private PackScan(Pack pack) {
    this.pack = pack;
    this.end = pack.bytes();
    buffer.limit(0);
  }

  @FunctionalInterface
  interface Visitor {
    /**
     * @param front header, URI and head, between position and limit; has an array
     */
    void visit(RecordHeader header, long offset, ByteBuffer front) throws IOException;
  }

  /** Visits all records, dead ones too; returns where the last one ended. */
  static long forEach(Pack pack, Visitor visitor) throws IOException {
    return new PackScan(pack).run(visitor);
  }

  private long run(Visitor visitor) throws IOException {
    long offset = Pack.HEADER_BYTES;
    long ended = offset;
    while (offset + RecordHeader.BYTES <= end) {
      RecordHeader header = header(offset);
      if (header == null) {
        offset += Place.ALIGNMENT;
        continue;
      }
      int index = (int) (offset - base);
      visitor.visit(
          header, offset, buffer.duplicate().position(index).limit(index + header.frontBytes()));
      offset += header.recordBytes();
      ended = offset;
    }
    return ended;
  }

  /** The header of the whole record that begins there; null if none does. */
  private @Nullable RecordHeader header(long offset) throws IOException {
    fill(offset, RecordHeader.BYTES);
    RecordHeader header = RecordHeader.at(buffer, (int) (offset - base));
    if (header == null || offset + header.recordBytes() > end) {
      return null;
    }
    fill(offset, header.frontBytes());
    return header.isWhole(buffer, (int) (offset - base), pack.seal()) ? header : null;
  }

  /** Ensures that the bytes from that offset on are in the buffer. */
  private void fill(long offset, int bytes) throws IOException {
    if (offset >= base && offset + bytes <= base + buffer.limit()) {
      return;
    }
    if (bytes > buffer.capacity()) {
      buffer = ByteBuffer.allocate(bytes);
    }
    base = offset;
    buffer.clear().limit((int) Math.min(buffer.capacity(), end - offset));
    try {
      pack.read(buffer, offset);
    } catch (IOException e) {
      pack.blame(e);
      readBlocks(offset);
    }
    buffer.flip();
  }

  /** Replaces unreadable blocks by zeros: no record begins with these. */
  private void readBlocks(long offset) throws IOException {
    for (int at = 0; at < buffer.limit(); at += BLOCK) {
      ByteBuffer block = buffer.slice(at, Math.min(BLOCK, buffer.limit() - at));
      try {
        pack.read(block, offset + at);
      } catch (IOException e) {
        pack.blame(e);
        block.clear().put(new byte[block.limit()]);
      }
    }
    buffer.position(buffer.limit());
  }
}
