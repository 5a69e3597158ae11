package larder.socket.channel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import larder.http.OpenFile;

/**
 * A connection that carries bytes both ways, with or without TLS. Blocks. One thread may read while
 * another writes. A step that takes too long throws a {@code SocketTimeoutException}.
 */
public interface Transport extends AutoCloseable {
  /** Reads at least one byte; returns -1 when the other side has ended. */
  int read(ByteBuffer into) throws IOException;

  /**
   * Waits, with little memory, until there may be something to read, the end, or a failure, which
   * the next read meets. Returns at once where only a read can wait. Only for the thread that
   * reads.
   */
  default void awaitReadable() throws IOException {}

  /** Reads what is there, without waiting; returns 0 for nothing, -1 for the end or a failure. */
  int readNow(ByteBuffer into);

  /** Reads like {@link #read}, but waits at most that long; returns 0 if nothing came. */
  int readSoon(ByteBuffer into, Duration most) throws IOException;

  /** Writes all bytes. */
  void write(ByteBuffer from) throws IOException;

  /**
   * Writes the last bytes of a message, after which this thread, and no other, reads from this
   * transport or ends it. They may leave a little later, but before that.
   */
  default void writeLast(ByteBuffer from) throws IOException {
    write(from);
  }

  /** Writes all bytes of all buffers, in order. */
  void write(ByteBuffer[] from) throws IOException;

  /** Whether bytes are passed on to the operating system, and nobody reads them in this process. */
  default boolean takesUnread() {
    return false;
  }

  /**
   * Sends bytes of a file without reading them, as many as there is room for.
   *
   * @return how many, from the position on; 0 if none could be sent, or the transport does not
   *     support it
   */
  default long transfer(OpenFile file, long position, long count) {
    return 0;
  }

  /** Tells the other side that nothing more will be written; reading goes on. */
  void endOutput() throws IOException;

  /** Signals an orderly end, where closing alone does not. Called before closing. */
  default void takeLeave() throws IOException {}

  /**
   * Whether, as far as is known, nothing has come since the last message, and no end. Bytes that
   * came with it, or lately, may not be known. Does not wait, and may discard a byte that it finds.
   */
  default boolean isQuiet() {
    return isQuietNow();
  }

  /** The same, checked by a read. */
  default boolean isQuietNow() {
    return readNow(Looking.AT.duplicate()) == 0;
  }

  /**
   * Receives the bytes that {@link #isQuietNow} reads, of all connections at once; their values are
   * never used.
   */
  final class Looking {
    private static final ByteBuffer AT = ByteBuffer.allocateDirect(1);

    private Looking() {}
  }

  /**
   * Called when nothing is expected for a while: gives back as much memory as possible. Only for
   * the thread that reads.
   */
  default void rest() {}

  /** Gives all memory back, once no thread reads any more. */
  default void free() {}

  /** Closes the connection; steps under way on other threads end, too. Never throws. */
  @Override
  void close();
}
