package larder.socket.wire;

import java.nio.ByteBuffer;
import larder.http.TransferException;

/** Where the bytes of messages go to. For one thread at a time. */
public interface ByteTarget {
  /** Writes all bytes of that buffer. Blocks. */
  void write(ByteBuffer bytes) throws TransferException;

  /** Writes all bytes of those buffers, in order, with as few calls as may be. Blocks. */
  void write(ByteBuffer[] bytes) throws TransferException;
}
