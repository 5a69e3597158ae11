package larder.http;

import java.nio.ByteBuffer;

/** Where the content of one message goes, front to back, from one thread. */
@FunctionalInterface
public interface BodySink {
  /**
   * Takes every byte between position and limit before it returns, and leaves the buffer's position
   * at its limit; the buffer is the caller's again then. Blocks. An empty buffer carries nothing,
   * but tells a sink that holds a head back to let it go: what comes next may be long in coming.
   *
   * @throws TransferException if the bytes could not be taken; none may be offered afterwards
   */
  void write(ByteBuffer bytes) throws TransferException;

  /**
   * Takes bytes that lie in a file, as if they had been written, without anybody's reading them.
   * Does not wait for room, and does not fail: {@link #write} does.
   *
   * @return how many it took, from the position on; 0 if it does not know how to, or cannot now
   */
  default long transfer(OpenFile file, long position, long count) {
    return 0;
  }
}
