package larder.socket.wire;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the chunks of the chunked coding (RFC 9112, section 7.1), up to the line of the last one;
 * the trailer section follows it. Each line and each chunk must end in CRLF, and a size is one to
 * 15 hexadecimal digits and nothing else. Extensions are discarded, but must be well-formed and
 * within a limit.
 */
final class ChunkedDecoder {
  private static final int MOST_DIGITS = 15;

  private final int extensionLimit;
  private State state = State.SIZE;
  private int digits;
  private long size;
  private int extensions;
  private final ChunkExtensions syntax = new ChunkExtensions();
  private @Nullable MalformedException wrong;

  private enum State {
    SIZE,
    EXTENSIONS,
    SIZE_LF,
    DATA,
    DATA_CR,
    DATA_LF,
    LAST
  }

  ChunkedDecoder(int extensionLimit) {
    this.extensionLimit = extensionLimit;
  }

  /** Whether the line of the last chunk has been read. */
  boolean isLast() {
    return state == State.LAST;
  }

  /** Called when bytes of the current chunk have been taken from the buffer. */
  void taken(int bytes) {
    size -= bytes;
    if (size == 0) {
      state = State.DATA_CR;
    }
  }

  /**
   * Reads up to content, the last chunk or the end of the buffer.
   *
   * @return how many bytes of content begin at the buffer's position; 0 for none
   */
  int next(ByteBuffer in) throws MalformedException {
    while (state != State.LAST) {
      if (state == State.DATA) {
        return (int) Math.min(size, in.remaining());
      }
      if (!in.hasRemaining()) {
        return 0;
      }
      step(in.get());
    }
    return 0;
  }

  /**
   * Takes all content in the buffer and moves it together, over the lines in between; the buffer's
   * position is then after all of it. If something malformed follows the content, {@link
   * #refuseWrong} throws it.
   *
   * @param to where to move the content; at the buffer's position or before it
   * @return the number of bytes of content
   */
  int gather(ByteBuffer in, int to) {
    int length = 0;
    try {
      for (int count = next(in); count > 0; count = next(in)) {
        if (to + length < in.position()) {
          in.put(to + length, in, in.position(), count);
        }
        in.position(in.position() + count);
        taken(count);
        length += count;
      }
    } catch (MalformedException e) {
      wrong = e;
    }
    return length;
  }

  /** Throws if something malformed followed the content that {@link #gather} took. */
  void refuseWrong() throws MalformedException {
    if (wrong != null) {
      throw wrong;
    }
  }

  private void step(byte b) throws MalformedException {
    switch (state) {
      case SIZE -> size(b);
      case EXTENSIONS -> extensions(b);
      case SIZE_LF -> {
        expect(b, '\n');
        state = size == 0 ? State.LAST : State.DATA;
        digits = 0;
      }
      case DATA_CR -> {
        expect(b, '\r');
        state = State.DATA_LF;
      }
      case DATA_LF -> {
        expect(b, '\n');
        state = State.SIZE;
      }
      case DATA, LAST -> throw new IllegalStateException("No line is read here");
    }
  }

  private void size(byte b) throws MalformedException {
    int digit = digit(b);
    if (digit >= 0) {
      size = size << 4 | digit;
      if (++digits > MOST_DIGITS) {
        throw new MalformedException("A chunk size has more than 15 digits");
      }
    } else if (digits == 0) {
      throw new MalformedException("A chunk without a size (RFC 9112, section 7.1)");
    } else if (b == '\r') {
      state = State.SIZE_LF;
    } else if (ChunkExtensions.begin(b)) {
      state = State.EXTENSIONS;
      extensions(b);
    } else {
      throw new MalformedException("A chunk size is hexadecimal (RFC 9112, section 7.1)");
    }
  }

  private static int digit(byte b) {
    if (b >= '0' && b <= '9') {
      return b - '0';
    }
    int letter = b | 0x20;
    return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
  }

  private void extensions(byte b) throws MalformedException {
    if (syntax.endWith(b)) {
      state = State.SIZE_LF;
    } else if (++extensions > extensionLimit) {
      throw new MalformedException(
          413, "The chunk extensions are larger than " + extensionLimit + " bytes");
    }
  }

  private static void expect(byte found, char wanted) throws MalformedException {
    if (found != wanted) {
      throw new MalformedException("A chunk or its size does not end in CRLF (RFC 9112, 7.1)");
    }
  }
}
