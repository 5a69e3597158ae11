package larder.h2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import larder.http.Body;
import larder.http.BodySink;
import larder.http.ByteRange;
import larder.http.TransferException;

/**
 * A content, or a part of it, from a file. Each chunk is checked before any of it is written,
 * unless the whole file was checked recently: then the sink may take the bytes without our reading
 * them. The open file outlives its name, so a reader keeps its version whatever happens to the
 * file.
 */
final class FileBody implements Body {
  /** Of a trusted file, the bytes written each time before the sink takes what it can. */
  private static final int MORSEL = 16 * 1024;

  private static final long UNKNOWN = Long.MIN_VALUE;

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
    long modified = modified();
    boolean trusted = files.checked().contains(stored.id(), modified);
    ByteBuffer buffer = files.buffers().take();
    try {
      write(buffer, sink, trusted ? transfer(buffer, sink) : range.first());
    } finally {
      files.buffers().giveBack(buffer);
    }
    if (!trusted && range.length() == stored.length() && modified != UNKNOWN) {
      files.checked().add(stored.id(), modified);
    }
  }

  private long modified() {
    try {
      return file.modified();
    } catch (IOException e) {
      return UNKNOWN; // its name is gone, most likely
    }
  }

  /**
   * Lets the sink take the bytes unread, as far as it does. A little is written before each
   * transfer: the first time, what precedes the content goes with it; later, this write waits until
   * the receiver has room.
   *
   * @return where to continue
   */
  private long transfer(ByteBuffer buffer, BodySink sink) throws TransferException {
    long end = range.last() + 1;
    long position = range.first();
    long taken;
    do {
      int size = (int) Math.min(MORSEL, end - position);
      fill(buffer.clear().limit(size), position);
      sink.write(buffer.flip());
      position += size;
      taken = position < end ? sink.transfer(file, position, end - position) : 0;
      position += taken;
    } while (taken > 0 && position < end);
    return position;
  }

  /** Reads, checks and writes the rest. */
  private void write(ByteBuffer buffer, BodySink sink, long from) throws TransferException {
    long position = from;
    while (position <= range.last()) {
      int index = (int) (position / ContentFiles.CHUNK);
      long start = (long) index * ContentFiles.CHUNK;
      read(buffer, start, index);
      int end = (int) Math.min(buffer.limit(), range.last() + 1 - start);
      buffer.limit(end).position((int) (position - start));
      sink.write(buffer);
      position = start + end;
    }
  }

  /** Reads as many whole chunks as fit and are wanted. */
  private void read(ByteBuffer buffer, long start, int index) throws TransferException {
    long wanted = (range.last() / ContentFiles.CHUNK + 1) * ContentFiles.CHUNK;
    long end = Math.min(start + buffer.capacity(), Math.min(wanted, stored.length()));
    fill(buffer.clear().limit((int) (end - start)), start);
    check(buffer.flip(), index);
  }

  private void fill(ByteBuffer buffer, long position) throws TransferException {
    try {
      file.read(buffer, position);
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

  @Override
  public void close() {
    file.close();
  }
}
