package larder.socket.channel;

import java.nio.ByteBuffer;
import java.util.concurrent.Semaphore;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The buffers that content comes through: those of the usual size for everybody, and large ones for
 * connections through which much flows, as the fewer bytes a step moves, the dearer is each. There
 * are fewer of the latter than there may be connections; whoever gets none goes on with a usual
 * one. Safe for all threads.
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
   * There may be as many large ones as a pool keeps: what takes a sixteenth of the heap's size or
   * 32 MiB, and 64 at least. All are made when they are needed.
   *
   * @param size of the usual ones, in bytes
   */
  public ContentBuffers(int size, Sweeper sweeper) {
    this(size, Integer.MAX_VALUE, sweeper);
  }

  /** The same, with so many large ones at most. */
  ContentBuffers(int size, int mostLarge, Sweeper sweeper) {
    this(size, mostLarge, sweeper, ByteBuffer::allocateDirect);
  }

  /** The same, made by that maker, which is given their size. */
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

  /** How many bytes there are in a usual one. */
  int size() {
    return size;
  }

  /** One of the usual size. */
  public ByteBuffer take() {
    return usual.take();
  }

  /** One of the usual size to wait with; null in a rush, when as many as are kept are lent. */
  @Nullable ByteBuffer takeToWait() {
    return usual.takeIfKept();
  }

  /** A small one, to wait with in a rush. */
  ByteBuffer takeSmall() {
    return small.take();
  }

  /** Takes a small one back; the giver must not touch it again. */
  void giveSmall(ByteBuffer taken) {
    small.give(taken);
  }

  /** One with room for an unusual head, to wait with; null when as many as are kept are lent. */
  @Nullable ByteBuffer takeRoomy() {
    return roomy.takeIfKept();
  }

  /** Takes a roomy one back; the giver must not touch it again. */
  void giveRoomy(ByteBuffer taken) {
    roomy.give(taken);
  }

  /** Takes a usual one back; the giver must not touch it again. */
  public void give(ByteBuffer taken) {
    usual.give(taken);
  }

  /** A large one, or null if all of them are lent, or there is no memory for one. */
  public @Nullable ByteBuffer borrowLarge() {
    if (!left.tryAcquire()) {
      return null;
    }
    try {
      return large.take();
    } catch (OutOfMemoryError e) { // it goes without
      left.release();
      return null;
    }
  }

  /** Takes a large one back; the giver must not touch it again. */
  public void giveBackLarge(ByteBuffer borrowed) {
    large.give(borrowed);
    left.release();
  }
}
