package larder.memory;

import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where chunks lie. Large ones lie outside of the heap, so that the system takes them from where
 * they are: out of the heap, the JDK would copy each one first. They come in {@link ChunkSizes},
 * and those that were taken back are given out again. Of others the collector finds out when nobody
 * can read them any more; what it has not found yet counts, and while there is no room for more of
 * it chunks lie in the heap. Safe for all threads.
 */
class ChunkMemory {
  /** Of smaller ones the copy costs less than the keeping. */
  static final int SMALLEST_OUTSIDE = ChunkSizes.SMALLEST;

  /** As much leaves in one system call, and is taken as a whole by who reads it fast. */
  static final int LARGEST_OUTSIDE = ChunkSizes.LARGEST;

  /** The JDK copies all of it for each piece that is written. */
  static final int LARGEST_INSIDE = 128 * 1024;

  private static final Cleaner CLEANER = Cleaner.create();

  /** One part of so many may wait to be given out again. */
  private static final int WAITING = 8;

  private final AtomicLong outside = new AtomicLong();
  private final AtomicLong waiting = new AtomicLong();
  private volatile long max;

  /** By their kind; the last taken back first, as it may still be in the processor's caches. */
  private final List<ConcurrentLinkedDeque<ByteBuffer>> kept =
      Stream.generate(ConcurrentLinkedDeque<ByteBuffer>::new).limit(ChunkSizes.KINDS).toList();

  /**
   * @param max bytes outside of the heap
   */
  ChunkMemory(long max) {
    this.max = max;
  }

  /**
   * For contents of so many bytes in all, and some that are on their way in or out. Less than the
   * heap may have: the JDK allows as much outside, for everybody, and collects all garbage before
   * it refuses.
   */
  static ChunkMemory forContents(long bytes) {
    return new ChunkMemory(Math.min(bytes + bytes / 4, Runtime.getRuntime().maxMemory() / 4 * 3));
  }

  /**
   * A chunk, with whatever in it, and its limit where its room is meant to end.
   *
   * @param wanted its room, if that is not too much for one
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
        max = 0; // somebody allows less, and to ask again would cost a collection each time
      }
    }
    outside.addAndGet(-size);
    return null;
  }

  /** Leaves so much of what waits to the collector: others are wanted now. */
  private void letGo(long bytes) {
    long left = bytes;
    for (int kind = 0; kind < ChunkSizes.KINDS && left > 0; kind++) {
      for (ByteBuffer one = keptOf(kind); one != null; one = left > 0 ? keptOf(kind) : null) {
        left -= one.capacity();
      }
    }
  }

  /** Gives it out again. Nobody may read or write it any more. */
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
