package larder.fuzzing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import larder.socket.wire.ByteSource;

/** Bytes that come in pieces of one size. */
final class Pieces implements ByteSource {
  private final byte[] bytes;
  private final int size;
  private ByteBuffer unread = ByteBuffer.allocate(0);
  private int end;

  Pieces(byte[] bytes, int size) {
    this.bytes = bytes;
    this.size = size;
  }

  static Pieces of(String text) {
    return new Pieces(text.getBytes(StandardCharsets.ISO_8859_1), Integer.MAX_VALUE);
  }

  @Override
  public ByteBuffer unread() {
    return unread;
  }

  @Override
  public boolean fill() {
    int count = Math.min(size, bytes.length - end);
    unread = ByteBuffer.wrap(Arrays.copyOfRange(bytes, end, end + count)); // the reader's
    end += count;
    return count > 0;
  }

  /** How many bytes were taken. */
  int taken() {
    return end - unread.remaining();
  }
}
