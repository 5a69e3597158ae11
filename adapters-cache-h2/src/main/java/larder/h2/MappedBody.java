package larder.h2;

import java.nio.ByteBuffer;
import java.util.OptionalLong;
import larder.http.Body;
import larder.http.BodySink;
import larder.http.ByteRange;
import larder.http.TransferException;

/**
 * A content, or a part of it, from a mapped file that was checked recently. Sinks that read it get
 * each chunk checked, as from any file.
 */
final class MappedBody implements Body {
  private final MappedFiles.Mapped mapped;
  private final PieceBuffers buffers;
  private final CheckedReader reader;
  private final ByteRange range;

  /**
   * @param mapped given back when this body is closed
   */
  MappedBody(
      MappedFiles.Mapped mapped, PieceBuffers buffers, CheckedReader reader, ByteRange range) {
    this.mapped = mapped;
    this.buffers = buffers;
    this.reader = reader;
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
    ByteBuffer buffer = buffers.take();
    try {
      reader.writeTo(sink, range, buffer);
    } finally {
      buffers.giveBack(buffer);
    }
  }

  @Override
  public void close() {
    mapped.giveBack();
  }
}
