package larder.h2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import larder.http.OpenFile;

/** An open file. Any thread may read. An interrupted one fails without harm to the others. */
interface DiskFile extends OpenFile, AutoCloseable {
  /**
   * Reads from that position until the buffer is full or the file ends.
   *
   * @throws ClosedChannelException if the file is closed
   */
  void read(ByteBuffer to, long position) throws IOException;

  /** Writes all bytes between position and limit. */
  void write(ByteBuffer bytes, long position) throws IOException;

  void truncate(long size) throws IOException;

  long size() throws IOException;

  /**
   * When the file of this name was last written to, in nanoseconds since 1970.
   *
   * @throws java.nio.file.NoSuchFileException if the name is gone
   */
  long modified() throws IOException;

  /** Idempotent; never throws. */
  @Override
  void close();
}
