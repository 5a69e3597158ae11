package larder.socket.wire;

import java.nio.ByteBuffer;

/** Content in chunks that has come whole with its head, as most of what is small does. */
final class WholeChunks {
  private WholeChunks() {}

  /**
   * Brings the content of all chunks together, so that it begins at the buffer's position and what
   * follows the message comes right behind it. Does nothing if something is missing or wrong, or if
   * there are trailers.
   *
   * @return how many bytes of content there are; -1 if nothing was done
   */
  static int bringTogether(ByteBuffer in, int extensionLimit) {
    try {
      int end = end(in.duplicate(), extensionLimit);
      return end < 0 ? -1 : gather(end, in, extensionLimit);
    } catch (MalformedException e) {
      return -1; // whoever reads it says what is wrong
    }
  }

  /** Where the message ends, or -1. */
  private static int end(ByteBuffer in, int extensionLimit) throws MalformedException {
    ChunkedDecoder decoder = new ChunkedDecoder(extensionLimit);
    for (int count = decoder.next(in); count > 0; count = decoder.next(in)) {
      in.position(in.position() + count);
      decoder.taken(count);
    }
    boolean whole = decoder.isLast() && in.remaining() >= 2 && in.get() == '\r' && in.get() == '\n';
    return whole ? in.position() : -1;
  }

  private static int gather(int end, ByteBuffer in, int extensionLimit) {
    int start = in.position();
    int length = new ChunkedDecoder(extensionLimit).gather(in.duplicate(), start);
    in.put(end - length, in, start, length);
    in.position(end - length);
    return length;
  }
}
