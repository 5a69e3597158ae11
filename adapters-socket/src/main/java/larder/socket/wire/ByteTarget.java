package larder.socket.wire;

import java.nio.ByteBuffer;
import larder.http.OpenFile;
import larder.http.TransferException;

/** Where the bytes of messages go to. For one thread at a time. */
public interface ByteTarget {
  /** Writes all bytes of that buffer. Blocks. */
  void write(ByteBuffer bytes) throws TransferException;

  /** The same for the last bytes of a message. */
  default void writeLast(ByteBuffer bytes) throws TransferException {
    write(bytes);
  }

  /** Writes all bytes of those buffers, in order, with as few calls as may be. Blocks. */
  void write(ByteBuffer[] bytes) throws TransferException;

  /**
   * Has bytes of a file go out unread, so many as there is room for.
   *
   * @return how many, from the position on; 0 if none could, or it does not know how to
   */
  default long transfer(OpenFile file, long position, long count) {
    return 0;
  }
}
