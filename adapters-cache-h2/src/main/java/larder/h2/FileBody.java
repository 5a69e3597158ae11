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
  private final ContentFiles files;
  private final DiskFile file;
  private final ByteBuffer sums;
  private final ByteRange range;

  /**
   * @param sums a checksum for each chunk
   */
  FileBody(H2Response stored, ContentFiles files, DiskFile file, ByteBuffer sums, ByteRange range) {
    this.stored = stored;
    this.files = files;
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
    ByteBuffer buffer = files.takeBuffer();
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
      files.giveBack(buffer);
    }
  }

  private void read(ByteBuffer buffer, long start, int index) throws TransferException {
    buffer.clear().limit((int) Math.min(ContentFiles.CHUNK, stored.length() - start));
    try {
      file.read(buffer, start);
      if (buffer.hasRemaining()) {
        throw stored.damaged();
      }
    } catch (IOException e) {
      throw new TransferException(
          Side.STORE, Kind.FAILED, "The stored content could not be read", e);
    }
    if (Checksum.of(buffer.flip()) != sums.getInt(index * Integer.BYTES)) {
      throw stored.damaged();
    }
  }

  @Override
  public void close() {
    file.close();
  }
}
