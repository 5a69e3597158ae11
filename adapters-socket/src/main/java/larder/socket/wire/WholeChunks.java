package larder.socket.wire;

import java.nio.ByteBuffer;

/** Handles chunked content that has arrived whole with its head, as most small content does. */
final class WholeChunks {
  private WholeChunks() {}

  /**
   * Moves the content of all chunks together, so that it begins at the buffer's position and the
   * bytes after the message follow it directly. Does nothing if anything is missing or malformed,
   * or if there are trailers.
   *
   * @return the number of bytes of content; -1 if nothing was done
   */
  static int bringTogether(ByteBuffer in, int extensionLimit) {
    try {
      int end = end(in.duplicate(), extensionLimit);
      return end < 0 ? -1 : gather(end, in, extensionLimit);
    } catch (MalformedException e) {
      return -1; // reading the content reports the error
    }
  }

  /** The end of the message, or -1 if it is missing. */
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
