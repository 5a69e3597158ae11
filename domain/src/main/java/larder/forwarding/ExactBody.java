package larder.forwarding;

import java.nio.ByteBuffer;
import java.util.OptionalLong;
import larder.http.Body;
import larder.http.BodySink;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;

/**
 * Content from the origin that must have a known number of bytes, or fails. If the origin did not
 * announce that number, the last byte is held back until no more can come, because recipients that
 * count bytes take the content for whole once they have them all.
 */
final class ExactBody implements Body {
  private final Body source;
  private final long length;
  private final boolean announced;
  private long left;

  ExactBody(Body source, long length) {
    this.source = source;
    this.length = length;
    this.announced = source.length().orElse(-1) == length;
    this.left = length;
  }

  @Override
  public OptionalLong length() {
    return OptionalLong.of(length);
  }

  @Override
  public void writeTo(BodySink sink) throws TransferException {
    ByteBuffer last = ByteBuffer.allocate(1);
    source.writeTo(bytes -> pass(bytes, last, sink));
    if (left > 0) {
      throw unlike(Kind.CUT_SHORT);
    }
    if (!announced) {
      sink.write(last.flip());
    }
  }

  /**
   * @param last receives the last byte if it is held back
   */
  private void pass(ByteBuffer bytes, ByteBuffer last, BodySink sink) throws TransferException {
    left -= bytes.remaining();
    if (left < 0) {
      throw unlike(Kind.MALFORMED);
    }
    if (left > 0 || announced || !bytes.hasRemaining()) {
      sink.write(bytes);
      return;
    }
    int end = bytes.limit();
    bytes.limit(end - 1);
    if (bytes.hasRemaining()) {
      sink.write(bytes);
    }
    bytes.limit(end);
    last.put(bytes);
  }

  private TransferException unlike(Kind kind) {
    return new TransferException(
        Side.ORIGIN, kind, "The origin sent another number of bytes than its Content-Range names");
  }

  @Override
  public void close() {
    source.close();
  }
}
