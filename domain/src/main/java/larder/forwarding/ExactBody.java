package larder.forwarding;

import java.util.OptionalLong;
import larder.http.Body;
import larder.http.BodySink;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;

/** A content from the origin that has to have a known number of bytes, or fails. */
final class ExactBody implements Body {
  private final Body source;
  private final long length;
  private long left;

  ExactBody(Body source, long length) {
    this.source = source;
    this.length = length;
    this.left = length;
  }

  @Override
  public OptionalLong length() {
    return OptionalLong.of(length);
  }

  @Override
  public void writeTo(BodySink sink) throws TransferException {
    source.writeTo(
        bytes -> {
          left -= bytes.remaining();
          if (left < 0) {
            throw unlike(Kind.MALFORMED);
          }
          sink.write(bytes);
        });
    if (left > 0) {
      throw unlike(Kind.CUT_SHORT);
    }
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
