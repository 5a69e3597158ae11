package larder.h2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import larder.http.OpenFile;

/** An open file. Any thread may read; an interrupted one fails, and harms nobody else. */
interface DiskFile extends OpenFile, AutoCloseable {
  /**
   * Reads from that position until the buffer is full or the file ends.
   *
   * @throws ClosedChannelException if the file is closed
   */
  void read(ByteBuffer to, long position) throws IOException;

  /** Writes all between position and limit. */
  void write(ByteBuffer bytes, long position) throws IOException;

  void truncate(long size) throws IOException;

  long size() throws IOException;

  /**
   * When what has its name was written to last, in nanoseconds since 1970.
   *
   * @throws java.nio.file.NoSuchFileException if the name is gone
   */
  long modified() throws IOException;

  /** Any number of times; never throws. */
  @Override
  void close();
}
