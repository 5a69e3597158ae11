package larder.h2;

import java.nio.ByteBuffer;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import larder.http.Body;
import larder.http.BodySink;
import larder.http.ByteRange;
import larder.http.TransferException;
import org.jspecify.annotations.Nullable;

/**
 * A content, or a part of it, from a mapped file that was checked recently. A sink that reads the
 * bytes gets them from the file, each chunk checked; from the mapping only if the file is gone.
 */
final class MappedBody implements Body {
  private final H2Response stored;
  private final MappedFiles.Mapped mapped;
  private final PieceBuffers buffers;
  private final ByteBuffer sums;
  private final ByteRange range;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * @param mapped given back when this body is closed
   * @param sums a checksum for each chunk
   */
  MappedBody(
      H2Response stored,
      MappedFiles.Mapped mapped,
      PieceBuffers buffers,
      ByteBuffer sums,
      ByteRange range) {
    this.stored = stored;
    this.mapped = mapped;
    this.buffers = buffers;
    this.sums = sums;
    this.range = range;
  }

  @Override
  public OptionalLong length() {
    return OptionalLong.of(range.length());
  }

  @Override
  public void writeTo(BodySink sink) throws TransferException {
    if (sink.takesUnread()) {
      sink.write(mapped.file().unread(range));
      return;
    }
    Body file = openedFile();
    if (file == null) {
      copyTo(sink);
      return;
    }
    try (file) {
      file.writeTo(sink);
    }
  }

  /** Null if the file is gone, or cannot be opened now. */
  private @Nullable Body openedFile() throws TransferException {
    try {
      return stored.openFile(sums, range);
    } catch (TransferException e) {
      if (stored.isDamaged()) {
        throw e;
      }
      return null;
    }
  }

  private void copyTo(BodySink sink) throws TransferException {
    ByteBuffer buffer = buffers.take();
    try {
      new CheckedReader(stored, mapped.file(), sums).writeTo(sink, range, buffer);
    } finally {
      buffers.giveBack(buffer);
    }
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      mapped.giveBack();
    }
  }
}
