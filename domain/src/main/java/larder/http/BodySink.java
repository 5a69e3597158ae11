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
}
