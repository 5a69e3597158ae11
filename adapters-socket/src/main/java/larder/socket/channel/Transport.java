package larder.socket.channel;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A connection that carries bytes both ways, in the clear or not. Blocks. One thread may read while
 * another writes. A step that takes too long ends in a {@code SocketTimeoutException}.
 */
public interface Transport extends AutoCloseable {
  /** Reads one byte or more, or -1 when the other side has ended. */
  int read(ByteBuffer into) throws IOException;

  /** Writes all bytes. */
  void write(ByteBuffer from) throws IOException;

  /** Writes all bytes of all buffers, in order. */
  void write(ByteBuffer[] from) throws IOException;

  /** Tells the other side that nothing more is written; reading goes on. */
  void endOutput() throws IOException;

  /**
   * Whether nothing can have come since the last message: looks without waiting, and takes what it
   * finds.
   */
  boolean isQuiet();

  /** Ends steps that are under way in other threads too. Never throws. */
  @Override
  void close();
}
