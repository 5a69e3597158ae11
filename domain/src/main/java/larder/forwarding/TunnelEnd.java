package larder.forwarding;

import java.nio.ByteBuffer;
import larder.http.TransferException;

/** The far end of a tunnel: bytes without meaning. One thread may read while another writes. */
public interface TunnelEnd extends AutoCloseable {
  /**
   * Reads one byte or more; blocks until there are any.
   *
   * @return the number read, or -1 when the other side has ended
   * @throws TransferException with side {@code ORIGIN}
   */
  int read(ByteBuffer into) throws TransferException;

  /**
   * Writes all bytes between position and limit. Blocks.
   *
   * @throws TransferException with side {@code ORIGIN}
   */
  void write(ByteBuffer from) throws TransferException;

  /**
   * Tells the other side that nothing more is written; reading goes on.
   *
   * @throws TransferException with side {@code ORIGIN}
   */
  void endOutput() throws TransferException;

  /** Ends reads and writes, also those that are under way. On any thread; never throws. */
  void cut();

  /**
   * Ends it, and gives its memory back. By whoever opened it, once nobody reads or writes; any
   * number of times; never throws.
   */
  @Override
  void close();
}
