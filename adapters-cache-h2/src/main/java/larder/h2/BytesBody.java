package larder.h2;

import java.nio.ByteBuffer;
import java.util.OptionalLong;
import larder.http.Body;
import larder.http.BodySink;
import larder.http.TransferException;

/** A small content or a part of it, in the heap. */
record BytesBody(byte[] content, int first, int count) implements Body {
  @Override
  public OptionalLong length() {
    return OptionalLong.of(count);
  }

  @Override
  public void writeTo(BodySink sink) throws TransferException {
    if (count > 0) {
      sink.write(ByteBuffer.wrap(content, first, count).asReadOnlyBuffer());
    }
  }

  @Override
  public void close() {}
}
