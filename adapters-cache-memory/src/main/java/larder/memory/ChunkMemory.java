package larder.memory;

import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Allocates chunks. Large ones lie outside the heap, so that the system sends them from where they
 * are: the JDK would first copy a chunk in the heap. They come in {@link ChunkSizes}, and those
 * taken back are reused. The garbage collector finds out when nobody can read the others any more;
 * until it does, they count, and while they leave no room, chunks lie in the heap. Safe for all
 * threads.
 */
class ChunkMemory {
  /** For smaller chunks, copying costs less than keeping them outside. */
  static final int SMALLEST_OUTSIDE = ChunkSizes.SMALLEST;

  /** This much is sent in one system call, and a fast reader takes it at once. */
  static final int LARGEST_OUTSIDE = ChunkSizes.LARGEST;

  /** The JDK copies the whole chunk for each piece that is written. */
  static final int LARGEST_INSIDE = 128 * 1024;

  private static final Cleaner CLEANER = Cleaner.create();

  /** The share of the memory that may wait for reuse: one part in this many. */
  private static final int WAITING = 8;

  private final AtomicLong outside = new AtomicLong();
  private final AtomicLong waiting = new AtomicLong();
  private volatile long max;

  /** By kind; the last taken back first, because it may still be in the processor's caches. */
  private final List<ConcurrentLinkedDeque<ByteBuffer>> kept =
      Stream.generate(ConcurrentLinkedDeque<ByteBuffer>::new).limit(ChunkSizes.KINDS).toList();

  /**
   * @param max how many bytes may lie outside the heap
   */
  ChunkMemory(long max) {
    this.max = max;
  }

  /**
   * For that many bytes of content, and some more on their way in or out. Stays below the heap's
   * limit: the JDK allows the same amount outside for the whole process, and collects all garbage
   * before it refuses.
   */
  static ChunkMemory forContents(long bytes) {
    return new ChunkMemory(Math.min(bytes + bytes / 4, Runtime.getRuntime().maxMemory() / 4 * 3));
  }

  /**
   * A chunk with arbitrary bytes in it; its limit is where its intended room ends.
   *
   * @param wanted the room wanted; the chunk has less if that is too much for one
   */
  ByteBuffer allocate(long wanted) {
    if (wanted >= SMALLEST_OUTSIDE) {
      int room = (int) Math.min(wanted, LARGEST_OUTSIDE);
      ByteBuffer chunk = outside(ChunkSizes.kindFor(room));
      if (chunk != null) {
        return chunk.clear().limit(room);
      }
    }
    return ByteBuffer.allocate((int) Math.min(wanted, LARGEST_INSIDE));
  }

  private @Nullable ByteBuffer outside(int kind) {
    ByteBuffer chunk = keptOf(kind);
    if (chunk == null) {
      chunk = make(ChunkSizes.size(kind));
    }
    for (int more = 1; chunk == null && more <= ChunkSizes.STEPS; more++) {
      chunk = keptOf(kind + more);
    }
    if (chunk == null) {
      letGo(ChunkSizes.size(kind));
    }
    return chunk;
  }

  private @Nullable ByteBuffer keptOf(int kind) {
    ByteBuffer chunk = kind < ChunkSizes.KINDS ? kept.get(kind).pollFirst() : null;
    if (chunk != null) {
      waiting.addAndGet(-chunk.capacity());
    }
    return chunk;
  }

  private @Nullable ByteBuffer make(int size) {
    if (outside.addAndGet(size) <= max) {
      try {
        ByteBuffer chunk = ByteBuffer.allocateDirect(size);
        CLEANER.register(chunk, new Freed(outside, size));
        return chunk;
      } catch (OutOfMemoryError e) {
        max = 0; // less is allowed after all, and each further attempt would cost a collection
      }
    }
    outside.addAndGet(-size);
    return null;
  }

  /** Leaves that much waiting memory to the garbage collector: other sizes are wanted now. */
  private void letGo(long bytes) {
    long left = bytes;
    for (int kind = 0; kind < ChunkSizes.KINDS && left > 0; kind++) {
      for (ByteBuffer one = keptOf(kind); one != null; one = left > 0 ? keptOf(kind) : null) {
        left -= one.capacity();
      }
    }
  }

  /** Takes a chunk back for reuse. Nobody may read or write it any more. */
  void takeBack(ByteBuffer chunk) {
    if (!chunk.isDirect()) {
      return;
    }
    if (waiting.addAndGet(chunk.capacity()) <= max / WAITING) {
      kept.get(ChunkSizes.kindFor(chunk.capacity())).offerFirst(chunk);
    } else {
      waiting.addAndGet(-chunk.capacity());
    }
  }

  /** How many bytes lie outside, or are not known to be freed. */
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
