package larder.socket.channel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import larder.http.OpenFile;

/**
 * A connection that carries bytes both ways, in the clear or not. Blocks. One thread may read while
 * another writes. A step that takes too long ends in a {@code SocketTimeoutException}.
 */
public interface Transport extends AutoCloseable {
  /** Reads one byte or more, or -1 when the other side has ended. */
  int read(ByteBuffer into) throws IOException;

  /**
   * Waits with little memory until there may be something to read, or the end, or a failure, which
   * the next read meets; or not at all, where only a read can wait. By who reads.
   */
  default void awaitReadable() throws IOException {}

  /** Reads what is there, without waiting: 0 is nothing, -1 the end or a failure. */
  int readNow(ByteBuffer into);

  /** Reads like {@link #read}, but waits for that time at most: 0 if nothing came. */
  int readSoon(ByteBuffer into, Duration most) throws IOException;

  /** Writes all bytes. */
  void write(ByteBuffer from) throws IOException;

  /**
   * The same for the last bytes of a message, after which this thread, and no other, reads from
   * here or ends it: they may leave a little later, but before that.
   */
  default void writeLast(ByteBuffer from) throws IOException {
    write(from);
  }

  /** Writes all bytes of all buffers, in order. */
  void write(ByteBuffer[] from) throws IOException;

  /**
   * Sends bytes of a file unread, so many as there is room for.
   *
   * @return how many, from the position on; 0 if none could be sent, or it does not know how to
   */
  default long transfer(OpenFile file, long position, long count) {
    return 0;
  }

  /** Tells the other side that nothing more is written; reading goes on. */
  void endOutput() throws IOException;

  /** Says that this is an orderly end, where closing alone does not say so. Before it is closed. */
  default void takeLeave() throws IOException {}

  /**
   * Whether nothing has come since the last message, and no end, as far as is known: what came with
   * it, or lately, may not be. Does not wait, and takes what it finds.
   */
  default boolean isQuiet() {
    return isQuietNow();
  }

  /** The same for certain. */
  default boolean isQuietNow() {
    return readNow(Looking.AT.duplicate()) == 0;
  }

  /** What nobody ever reads is put there, by all who look at once. */
  final class Looking {
    private static final ByteBuffer AT = ByteBuffer.allocateDirect(1);

    private Looking() {}
  }

  /** Nothing is expected for a while: does with as little memory as it can. By who reads. */
  default void rest() {}

  /** Gives all memory back, once nobody reads any more. */
  default void free() {}

  /** Ends steps that are under way in other threads too. Never throws. */
  @Override
  void close();
}
