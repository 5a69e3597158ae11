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
  private final CheckedReader reader;
  private final ByteRange range;

  /**
   * @param sums a checksum for each chunk
   */
  FileBody(H2Response stored, ContentFiles files, DiskFile file, ByteBuffer sums, ByteRange range) {
    this.stored = stored;
    this.files = files;
    this.file = file;
    this.reader = new CheckedReader(stored, file, sums);
    this.range = range;
  }

  @Override
  public OptionalLong length() {
    return OptionalLong.of(range.length());
  }

  @Override
  public void writeTo(BodySink sink) throws TransferException {
    long modified = modified();
    boolean unread = sink.takesUnread() && files.checked().contains(stored.id(), modified);
    ByteBuffer buffer = files.buffers().take();
    try {
      long position = unread ? transfer(buffer, sink) : range.first();
      if (position <= range.last()) {
        reader.writeTo(sink, new ByteRange(position, range.last()), buffer);
      }
    } finally {
      files.buffers().giveBack(buffer);
    }
    if (unread) {
      map(modified);
    } else if (range.length() == stored.length() && modified != UNKNOWN) {
      files.checked().add(stored.id(), modified);
    }
  }

  /** The next hit need not open the file. */
  private void map(long modified) {
    long id = stored.id();
    boolean isMapped =
        !stored.isDiskSlow() && files.mapped().add(id, modified, stored.length(), file);
    if (isMapped && modified() != modified) {
      files.mapped().forget(id); // it was deleted meanwhile
    }
  }

  private long modified() {
    try {
      return files.modified(stored.id());
    } catch (IOException e) {
      return UNKNOWN; // it is gone, most likely
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
      reader.fill(buffer.clear().limit(size), position);
      sink.write(buffer.flip());
      position += size;
      taken = position < end ? sink.transfer(file, position, end - position) : 0;
      position += taken;
    } while (taken > 0 && position < end);
    return position;
  }

  @Override
  public void close() {
    file.close();
  }
}
