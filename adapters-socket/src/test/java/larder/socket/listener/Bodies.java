package larder.socket.listener;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.OptionalLong;
import larder.http.Body;
import larder.http.BodySink;
import larder.http.Fields;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;

/** Content for tests. */
final class Bodies {
  private Bodies() {}

  /** Writes content. */
  interface Writer {
    void writeTo(BodySink sink) throws TransferException;
  }

  static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(ISO_8859_1));
  }

  /** Content of unknown length. */
  static Body ofUnknownLength(String... pieces) {
    return of(OptionalLong.empty(), Fields.EMPTY, sink -> writeAll(pieces, sink));
  }

  static Body withTrailers(Fields trailers, String... pieces) {
    return of(OptionalLong.empty(), trailers, sink -> writeAll(pieces, sink));
  }

  private static void writeAll(String[] pieces, BodySink sink) throws TransferException {
    for (String piece : pieces) {
      sink.write(bytes(piece));
    }
  }

  /** Content from an origin that fails after that many bytes. */
  static Body brokenAfter(String text, OptionalLong length) {
    return of(
        length,
        Fields.EMPTY,
        sink -> {
          if (!text.isEmpty()) {
            sink.write(bytes(text));
          }
          throw new TransferException(Side.ORIGIN, Kind.CUT_SHORT, "Broken on purpose");
        });
  }

  static Body of(OptionalLong length, Fields trailers, Writer writer) {
    return new Body() {
      @Override
      public OptionalLong length() {
        return length;
      }

      @Override
      public void writeTo(BodySink sink) throws TransferException {
        writer.writeTo(sink);
      }

      @Override
      public Fields trailers() {
        return trailers;
      }

      @Override
      public void close() {}
    };
  }
}
