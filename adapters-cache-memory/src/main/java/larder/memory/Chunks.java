package larder.memory;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Chunks that can be read while somebody holds them; at first their creator does. When the last
 * holder lets go, they are reused for other content, so nobody may read without holding them. If a
 * holder never lets go, they are left to the garbage collector. One thread adds chunks; all else is
 * safe for all threads.
 */
final class Chunks {
  private final ChunkMemory memory;
  private final AtomicInteger holders = new AtomicInteger(1);

  /** Readers may see the array at any moment, but use only as much as they know to be there. */
  private volatile ByteBuffer[] all = new ByteBuffer[1];

  private int count;

  Chunks(ChunkMemory memory) {
    this.memory = memory;
  }

  /** Adds a chunk at the end. */
  void add(ByteBuffer chunk) {
    ByteBuffer[] grown = count < all.length ? all : Arrays.copyOf(all, 2 * count);
    grown[count] = chunk;
    all = grown;
    count++;
  }

  int count() {
    return count;
  }

  ByteBuffer get(int index) {
    return all[index];
  }

  ByteBuffer last() {
    return all[count - 1];
  }

  /** Adds a holder; returns false if the chunks are gone. */
  boolean hold() {
    int known = holders.get();
    while (known > 0 && !holders.compareAndSet(known, known + 1)) {
      known = holders.get();
    }
    return known > 0;
  }

  /** Removes a holder. */
  void letGo() {
    if (holders.decrementAndGet() == 0) {
      for (int i = 0; i < count; i++) {
        memory.takeBack(all[i]);
      }
    }
  }
}
