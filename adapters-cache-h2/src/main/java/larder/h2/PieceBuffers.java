package larder.h2;

import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Direct buffers for contents on their way out of files. So many readers as are usual get large
 * ones, which are kept; those beyond, of one chunk, so that many slow ones do not take twice the
 * memory. Safe for all threads.
 */
final class PieceBuffers {
  /** Twice as much gains nothing; of much more, the beginning leaves the processor's caches. */
  static final int LARGE = 2 * ContentFiles.CHUNK;

  static final int MOST_LARGE = 64;

  private final AtomicInteger made = new AtomicInteger();
  private final BlockingQueue<ByteBuffer> kept = new ArrayBlockingQueue<>(MOST_LARGE);

  /** One of whole chunks, to be given back. */
  ByteBuffer take() {
    ByteBuffer buffer = kept.poll();
    if (buffer != null) {
      return buffer.clear();
    }
    if (made.get() < MOST_LARGE && made.incrementAndGet() <= MOST_LARGE) {
      return large();
    }
    return ByteBuffer.allocateDirect(ContentFiles.CHUNK);
  }

  private ByteBuffer large() {
    try {
      return ByteBuffer.allocateDirect(LARGE);
    } catch (OutOfMemoryError e) {
      made.decrementAndGet();
      throw e;
    }
  }

  void giveBack(ByteBuffer buffer) {
    if (buffer.capacity() == LARGE) {
      kept.offer(buffer);
    }
  }
}
