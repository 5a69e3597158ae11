package larder.h2;

import java.io.IOException;
import java.nio.ByteBuffer;
import larder.http.ByteRange;

/**
 * The bytes of a file as a part of this process's memory, which the operating system reads from the
 * disk when somebody looks at them. They outlive the name of the file.
 */
interface MappedFile extends ByteSource, AutoCloseable {
  /** Whether the operating system has all bytes in memory, so that nobody waits for the disk. */
  boolean isInMemory();

  /**
   * The bytes of that part, for the operating system alone: this process must not look at them,
   * because it could not if the file became shorter. Not to be used once this is closed.
   */
  ByteBuffer unread(ByteRange range);

  /**
   * Copies bytes into the buffer until it is full or they end.
   *
   * @throws IOException if the file has become shorter, or the disk fails
   */
  @Override
  void read(ByteBuffer to, long position) throws IOException;

  /** Called once, when nobody uses the bytes any more. Never throws. */
  @Override
  void close();
}
