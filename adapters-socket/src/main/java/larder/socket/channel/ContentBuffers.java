package larder.socket.channel;

import java.nio.ByteBuffer;
import java.util.concurrent.Semaphore;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Buffers for content: a usual size for all connections, and large ones for connections with much
 * traffic, because bytes cost more the fewer a step moves. There may be more connections than large
 * buffers; a connection that gets none goes on with a usual one. Safe for all threads.
 */
public final class ContentBuffers {
  private static final int SMALL = 2 << 10;
  private static final int ROOMY = 8 << 10;
  private static final int LARGE = 256 << 10;

  private final int size;
  private final Pool<ByteBuffer> small;
  private final Pool<ByteBuffer> roomy;
  private final Pool<ByteBuffer> usual;
  private final Pool<ByteBuffer> large;
  private final Semaphore left;

  /**
   * Allows as many large buffers as a pool keeps: together a sixteenth of the largest heap or 32
   * MiB, whichever is less, but at least 64. All buffers are created on demand.
   *
   * @param size of the usual ones, in bytes
   */
  public ContentBuffers(int size, Sweeper sweeper) {
    this(size, Integer.MAX_VALUE, sweeper);
  }

  /** The same with a limit on the number of large buffers. */
  ContentBuffers(int size, int mostLarge, Sweeper sweeper) {
    this(size, mostLarge, sweeper, ByteBuffer::allocateDirect);
  }

  /** The same with a function that creates a buffer of a given size. */
  ContentBuffers(int size, int mostLarge, Sweeper sweeper, IntFunction<ByteBuffer> maker) {
    this.size = size;
    this.small = pool(Math.min(SMALL, size), sweeper, maker);
    this.roomy = pool(ROOMY, sweeper, maker);
    this.usual = pool(size, sweeper, maker);
    this.large = pool(LARGE, sweeper, maker);
    this.left = new Semaphore(Math.min(mostLarge, large.places()));
  }

  private static Pool<ByteBuffer> pool(int size, Sweeper sweeper, IntFunction<ByteBuffer> maker) {
    return new Pool<>(size, () -> maker.apply(size), sweeper);
  }

  /** The size of a usual buffer, in bytes. */
  int size() {
    return size;
  }

  /** Lends a usual buffer. */
  public ByteBuffer take() {
    return usual.take();
  }

  /** Lends a usual buffer to wait with; null in a rush, when as many as the pool keeps are lent. */
  @Nullable ByteBuffer takeToWait() {
    return usual.takeIfKept();
  }

  /** Lends a small buffer, to wait with in a rush. */
  ByteBuffer takeSmall() {
    return small.take();
  }

  /** Takes a small buffer back; the caller must not touch it again. */
  void giveSmall(ByteBuffer taken) {
    small.give(taken);
  }

  /**
   * Lends a buffer to wait with that has room for an unusual head; null when as many as the pool
   * keeps are lent.
   */
  @Nullable ByteBuffer takeRoomy() {
    return roomy.takeIfKept();
  }

  /** Takes a roomy buffer back; the caller must not touch it again. */
  void giveRoomy(ByteBuffer taken) {
    roomy.give(taken);
  }

  /** Takes a usual buffer back; the caller must not touch it again. */
  public void give(ByteBuffer taken) {
    usual.give(taken);
  }

  /** Lends a large buffer; null if all are lent, or there is no memory for one. */
  public @Nullable ByteBuffer borrowLarge() {
    if (!left.tryAcquire()) {
      return null;
    }
    try {
      return large.take();
    } catch (OutOfMemoryError e) { // the caller does without
      left.release();
      return null;
    }
  }

  /** Takes a large buffer back; the caller must not touch it again. */
  public void giveBackLarge(ByteBuffer borrowed) {
    large.give(borrowed);
    left.release();
  }
}
