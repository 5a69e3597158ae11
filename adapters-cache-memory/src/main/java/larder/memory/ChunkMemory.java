package larder.memory;

import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Where chunks lie. Large ones lie outside of the heap, so that the system takes them from where
 * they are: out of the heap, the JDK would copy each one first. They are given back when nobody can
 * read them any more, which the collector finds out; what it has not found yet counts, and while
 * there is no room for more of it chunks lie in the heap. Safe for all threads.
 */
final class ChunkMemory {
  /** Of smaller ones the copy costs less than the keeping. */
  static final int SMALLEST_OUTSIDE = 32 * 1024;

  /** As much leaves in one system call, and is taken as a whole by who reads it fast. */
  static final int LARGEST_OUTSIDE = 1024 * 1024;

  /** The JDK copies all of it for each piece that is written. */
  static final int LARGEST_INSIDE = 128 * 1024;

  private static final Cleaner CLEANER = Cleaner.create();

  private final AtomicLong outside = new AtomicLong();
  private volatile long max;

  /**
   * @param max bytes outside of the heap
   */
  ChunkMemory(long max) {
    this.max = max;
  }

  /**
   * For contents of so many bytes in all, and some that are on their way out. Less than the heap
   * may have: the JDK allows as much outside, for everybody, and collects all garbage before it
   * refuses.
   */
  static ChunkMemory forContents(long bytes) {
    return new ChunkMemory(Math.min(bytes + bytes / 8, Runtime.getRuntime().maxMemory() / 4 * 3));
  }

  /**
   * A chunk, filled with zeros.
   *
   * @param wanted its size, if that is not too much for one
   */
  ByteBuffer allocate(long wanted) {
    if (wanted >= SMALLEST_OUTSIDE) {
      int size = (int) Math.min(wanted, LARGEST_OUTSIDE);
      if (outside.addAndGet(size) <= max) {
        try {
          ByteBuffer chunk = ByteBuffer.allocateDirect(size);
          CLEANER.register(chunk, new Freed(outside, size));
          return chunk;
        } catch (OutOfMemoryError e) {
          max = 0; // somebody allows less, and to ask again would cost a collection each time
        }
      }
      outside.addAndGet(-size);
    }
    return ByteBuffer.allocate((int) Math.min(wanted, LARGEST_INSIDE));
  }

  /** How much lies outside, or is not known to be gone. */
  long outside() {
    return outside.get();
  }

  private record Freed(AtomicLong outside, int size) implements Runnable {
    @Override
    public void run() {
      outside.addAndGet(-size);
    }
  }
}
