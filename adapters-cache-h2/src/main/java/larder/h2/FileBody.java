package larder.h2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import larder.http.Body;
import larder.http.BodySink;
import larder.http.ByteRange;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;

/**
 * A content or a part of it out of a file. Each chunk is checked before any of it goes out. The
 * open file outlives its name, so the reader keeps its version whatever becomes of it.
 */
final class FileBody implements Body {
  private final H2Response stored;
  private final PieceBuffers buffers;
  private final DiskFile file;
  private final ByteBuffer sums;
  private final ByteRange range;

  /**
   * @param sums a checksum for each chunk
   */
  FileBody(
      H2Response stored, PieceBuffers buffers, DiskFile file, ByteBuffer sums, ByteRange range) {
    this.stored = stored;
    this.buffers = buffers;
    this.file = file;
    this.sums = sums;
    this.range = range;
  }

  @Override
  public OptionalLong length() {
    return OptionalLong.of(range.length());
  }

  @Override
  public void writeTo(BodySink sink) throws TransferException {
    ByteBuffer buffer = buffers.take();
    try {
      long position = range.first();
      while (position <= range.last()) {
        int index = (int) (position / ContentFiles.CHUNK);
        long start = (long) index * ContentFiles.CHUNK;
        read(buffer, start, index);
        int end = (int) Math.min(buffer.limit(), range.last() + 1 - start);
        buffer.limit(end).position((int) (position - start));
        sink.write(buffer);
        position = start + end;
      }
    } finally {
      buffers.giveBack(buffer);
    }
  }

  /** As many whole chunks as fit and are wanted. */
  private void read(ByteBuffer buffer, long start, int index) throws TransferException {
    long wanted = (range.last() / ContentFiles.CHUNK + 1) * ContentFiles.CHUNK;
    long end = Math.min(start + buffer.capacity(), Math.min(wanted, stored.length()));
    buffer.clear().limit((int) (end - start));
    try {
      file.read(buffer, start);
    } catch (IOException e) {
      throw new TransferException(
          Side.STORE, Kind.FAILED, "The stored content could not be read", e);
    }
    if (buffer.hasRemaining()) {
      throw stored.damaged();
    }
    check(buffer.flip(), index);
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

  @Override
  public void close() {
    file.close();
  }
}
