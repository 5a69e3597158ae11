package larder.http;

import java.nio.ByteBuffer;

/** Where the content of one message goes, front to back, from one thread. */
@FunctionalInterface
public interface BodySink {
  /**
   * Takes every byte between position and limit before it returns, and leaves the buffer's position
   * at its limit; then the caller may reuse the buffer. Blocks. An empty buffer carries nothing,
   * but tells a sink that holds back a head to send it, because the next bytes may take long.
   *
   * @throws TransferException if the bytes could not be taken; none may be offered afterwards
   */
  void write(ByteBuffer bytes) throws TransferException;

  /**
   * Whether {@link #write} passes a large buffer on to the operating system, and nobody reads it in
   * this process. Then its bytes may be those of a mapped file. Only such a sink takes files.
   */
  default boolean takesUnread() {
    return false;
  }

  /**
   * Takes bytes from a file as if they had been written, without reading them into this process.
   * Does not wait for room, and does not fail: the {@link #write} that follows does.
   *
   * @return how many it took, starting at the position; 0 if it cannot do so, at all or now
   */
  default long transfer(OpenFile file, long position, long count) {
    return 0;
  }
}
