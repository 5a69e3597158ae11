package larder.http;

import java.nio.channels.WritableByteChannel;

/**
 * A file that content lies in, whose bytes the operating system can send by itself: they do not
 * pass through this process then.
 */
@FunctionalInterface
public interface OpenFile {
  /**
   * Has bytes sent, so many as the channel takes without waiting. Never throws: whoever reads and
   * writes the bytes instead meets whatever was in the way.
   *
   * @param to of a connection
   * @return how many were sent, from the position on; 0 if none could be
   */
  long transferTo(WritableByteChannel to, long position, long count);
}
