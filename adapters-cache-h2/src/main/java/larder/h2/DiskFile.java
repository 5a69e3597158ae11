package larder.h2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import larder.http.OpenFile;

/** An open file. Any thread may read. An interrupted one fails without harm to the others. */
interface DiskFile extends ByteSource, OpenFile, AutoCloseable {
  /**
   * Reads from that position until the buffer is full or the file ends.
   *
   * @throws ClosedChannelException if the file is closed
   */
  @Override
  void read(ByteBuffer to, long position) throws IOException;

  /** Writes all bytes between position and limit. */
  void write(ByteBuffer bytes, long position) throws IOException;

  void truncate(long size) throws IOException;

  long size() throws IOException;

  /** Maps that many bytes from the beginning on, which the file must have. */
  MappedFile map(long size) throws IOException;

  /** Idempotent; never throws. */
  @Override
  void close();
}
