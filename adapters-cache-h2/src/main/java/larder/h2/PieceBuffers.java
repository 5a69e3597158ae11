package larder.h2;

import java.nio.ByteBuffer;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Direct buffers for contents that are read from files or written to them. Up to the usual number
 * of concurrent users get large buffers, and all others get buffers of one chunk, so that many slow
 * ones do not take twice the memory. Both kinds are reused; the small ones are released over time
 * when they are not needed. Safe for all threads, without a lock.
 */
final class PieceBuffers {
  /** Twice as much gains nothing; much more would not fit the processor's caches. */
  static final int LARGE = 2 * ContentFiles.CHUNK;

  static final int MOST_LARGE = 64;

  /** A small part of what the JDK allows outside the heap, which is at least the heap's limit. */
  static final int MOST_SMALL =
      (int) Math.min(448, Runtime.getRuntime().maxMemory() / 16 / ContentFiles.CHUNK);

  /** One in this many takes of a large buffer releases a small one, which is not needed then. */
  static final int LET_GO = 64;

  private final AtomicInteger made = new AtomicInteger();
  private final Stack large = new Stack();
  private final Stack small = new Stack();

  /** The buffer used last is on top: it is still in the processor's caches. */
  private static final class Stack {
    private final AtomicReference<@Nullable Kept> top = new AtomicReference<>();

    private void push(ByteBuffer buffer, int most) {
      Kept below = top.get();
      while (depth(below) < most) {
        if (top.compareAndSet(below, new Kept(buffer, below, depth(below) + 1))) {
          return;
        }
        below = top.get();
      }
    }

    private @Nullable ByteBuffer pop() {
      Kept kept = top.get();
      while (kept != null && !top.compareAndSet(kept, kept.below())) {
        kept = top.get();
      }
      return kept == null ? null : kept.buffer().clear();
    }

    private static int depth(@Nullable Kept top) {
      return top == null ? 0 : top.depth();
    }
  }

  /**
   * @param depth how many buffers there are from this one down
   */
  private record Kept(ByteBuffer buffer, @Nullable Kept below, int depth) {}

  /** A buffer of whole chunks, to be given back. */
  ByteBuffer take() {
    ByteBuffer buffer = large.pop();
    if (buffer != null) {
      if (ThreadLocalRandom.current().nextInt(LET_GO) == 0) {
        small.pop();
      }
      return buffer;
    }
    if (made.get() < MOST_LARGE && made.incrementAndGet() <= MOST_LARGE) {
      return newLarge();
    }
    buffer = small.pop();
    return buffer == null ? ByteBuffer.allocateDirect(ContentFiles.CHUNK) : buffer;
  }

  private ByteBuffer newLarge() {
    try {
      return ByteBuffer.allocateDirect(LARGE);
    } catch (OutOfMemoryError e) {
      made.decrementAndGet();
      throw e;
    }
  }

  void giveBack(ByteBuffer buffer) {
    if (buffer.capacity() == LARGE) {
      large.push(buffer, MOST_LARGE);
    } else {
      small.push(buffer, MOST_SMALL);
    }
  }
}
