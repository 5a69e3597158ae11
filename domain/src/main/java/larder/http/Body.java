package larder.http;

import java.nio.ByteBuffer;
import java.util.OptionalLong;

/**
 * The content of one message: written out at most once, front to back, by one thread. Its owner
 * closes it, whether it was written out or not.
 */
public interface Body extends AutoCloseable {
  /** The number of bytes, if the sender announced it. */
  OptionalLong length();

  /** Whether every byte is available already, so that {@link #writeTo} waits only for the sink. */
  default boolean isAtHand() {
    return false;
  }

  /**
   * Writes every byte in order, or throws: if it returns, the content was whole. Blocks.
   *
   * @throws TransferException if the source fails ({@code ORIGIN}, {@code CLIENT} or {@code STORE},
   *     depending on whose side it is), or, passed through, if the sink does
   */
  void writeTo(BodySink sink) throws TransferException;

  /**
   * The trailer section that came after the content (RFC 9110, section 6.5); known once {@link
   * #writeTo} has returned, empty before.
   */
  default Fields trailers() {
    return Fields.EMPTY;
  }

  /** Releases all resources. Idempotent; never throws. */
  @Override
  void close();

  /** No content. */
  static Body empty() {
    return EmptyBody.INSTANCE;
  }

  /** A body of these bytes; the array is not copied. */
  static Body of(byte[] content) {
    return new Body() {
      @Override
      public OptionalLong length() {
        return OptionalLong.of(content.length);
      }

      @Override
      public boolean isAtHand() {
        return true;
      }

      @Override
      public void writeTo(BodySink sink) throws TransferException {
        if (content.length > 0) {
          sink.write(ByteBuffer.wrap(content));
        }
      }

      @Override
      public void close() {}
    };
  }
}
