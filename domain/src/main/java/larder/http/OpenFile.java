package larder.http;

import java.nio.channels.WritableByteChannel;

/**
 * A file with content that the operating system can send by itself, so that the bytes do not pass
 * through this process.
 */
@FunctionalInterface
public interface OpenFile {
  /**
   * Sends as many bytes as the channel takes without waiting. Never throws: a caller that then
   * reads and writes the bytes instead meets the problem itself.
   *
   * @param to the channel of a connection
   * @return how many were sent, starting at the position; 0 if none could be
   */
  long transferTo(WritableByteChannel to, long position, long count);
}
