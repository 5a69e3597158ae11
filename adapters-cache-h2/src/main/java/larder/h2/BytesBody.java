package larder.h2;

import java.nio.ByteBuffer;
import java.util.OptionalLong;
import larder.http.Body;
import larder.http.BodySink;
import larder.http.TransferException;

/** A small content, or a part of it, in the heap. */
record BytesBody(ByteBuffer content) implements Body {
  @Override
  public OptionalLong length() {
    return OptionalLong.of(content.remaining());
  }

  @Override
  public void writeTo(BodySink sink) throws TransferException {
    if (content.hasRemaining()) {
      sink.write(content.asReadOnlyBuffer());
    }
  }

  @Override
  public void close() {}
}
