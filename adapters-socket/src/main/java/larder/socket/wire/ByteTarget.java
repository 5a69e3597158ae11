package larder.socket.wire;

import java.nio.ByteBuffer;
import larder.http.OpenFile;
import larder.http.TransferException;

/** The destination of a message's bytes. For one thread at a time. */
public interface ByteTarget {
  /** Writes all bytes of the buffer. Blocks. */
  void write(ByteBuffer bytes) throws TransferException;

  /** Writes the last bytes of a message, which may leave a little later. Blocks. */
  default void writeLast(ByteBuffer bytes) throws TransferException {
    write(bytes);
  }

  /** Writes all bytes of the buffers, in order, in as few calls as possible. Blocks. */
  void write(ByteBuffer[] bytes) throws TransferException;

  /** Whether bytes are passed on to the operating system, and nobody reads them in this process. */
  default boolean takesUnread() {
    return false;
  }

  /**
   * Sends bytes of a file without reading them, as many as there is room for.
   *
   * @return how many, from the position on; 0 if none could be sent, or the target does not support
   *     it
   */
  default long transfer(OpenFile file, long position, long count) {
    return 0;
  }
}
