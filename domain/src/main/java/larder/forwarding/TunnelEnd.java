package larder.forwarding;

import java.nio.ByteBuffer;
import larder.http.TransferException;

/** The far end of a tunnel, for uninterpreted bytes. One thread may read while another writes. */
public interface TunnelEnd extends AutoCloseable {
  /**
   * Reads at least one byte; blocks until there is one.
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
   * Tells the other side that nothing more will be written; reading goes on.
   *
   * @throws TransferException with side {@code ORIGIN}
   */
  void endOutput() throws TransferException;

  /** Ends all reads and writes, including those under way. For any thread; never throws. */
  void cut();

  /**
   * Ends it and releases its memory. Called by whoever opened it, once nobody reads or writes;
   * idempotent; never throws.
   */
  @Override
  void close();
}
