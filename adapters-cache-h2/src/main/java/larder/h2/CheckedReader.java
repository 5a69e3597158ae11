package larder.h2;

import java.io.IOException;
import java.nio.ByteBuffer;
import larder.http.BodySink;
import larder.http.ByteRange;
import larder.http.TransferException;

/** Reads a large content. Nothing of a chunk goes out before all of it was found right. */
final class CheckedReader {
  private final H2Response stored;
  private final ByteSource source;
  private final ByteBuffer sums;

  /**
   * @param sums a checksum for each chunk
   */
  CheckedReader(H2Response stored, ByteSource source, ByteBuffer sums) {
    this.stored = stored;
    this.source = source;
    this.sums = sums;
  }

  /**
   * Reads and checks the chunks that the range touches, and writes what is in it.
   *
   * @param buffer of whole chunks
   */
  void writeTo(BodySink sink, ByteRange range, ByteBuffer buffer) throws TransferException {
    long position = range.first();
    while (position <= range.last()) {
      int index = (int) (position / ContentFiles.CHUNK);
      long start = (long) index * ContentFiles.CHUNK;
      read(buffer, start, index, range);
      int end = (int) Math.min(buffer.limit(), range.last() + 1 - start);
      buffer.limit(end).position((int) (position - start));
      sink.write(buffer);
      position = start + end;
    }
  }

  /** Reads as many whole chunks as fit and are wanted. */
  private void read(ByteBuffer buffer, long start, int index, ByteRange range)
      throws TransferException {
    long wanted = (range.last() / ContentFiles.CHUNK + 1) * ContentFiles.CHUNK;
    long end = Math.min(start + buffer.capacity(), Math.min(wanted, stored.length()));
    fill(buffer.clear().limit((int) (end - start)), start);
    check(buffer.flip(), index);
  }

  /** Fills the buffer from that position on, without checking. */
  void fill(ByteBuffer buffer, long position) throws TransferException {
    try {
      source.read(buffer, position);
    } catch (IOException e) {
      throw stored.unreadable(e);
    }
    if (buffer.hasRemaining()) {
      throw stored.damaged();
    }
  }

  private void check(ByteBuffer buffer, int firstIndex) throws TransferException {
    int size = buffer.limit();
    int index = firstIndex;
    for (int start = 0; start < size; start += ContentFiles.CHUNK) {
      buffer.limit(Math.min(size, start + ContentFiles.CHUNK)).position(start);
      if (Checksum.of(buffer) != sums.getInt(index * Integer.BYTES)) {
        throw stored.damaged();
      }
      index++;
    }
  }
}
