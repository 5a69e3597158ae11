package larder.memory;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Chunks that can be read while somebody holds them, at first whoever made them. When the last one
 * lets go they are given out again, for others to write into: nobody reads without holding them.
 * Who never lets go leaves them to the collector. One thread adds to them; safe for all else.
 */
final class Chunks {
  private final ChunkMemory memory;
  private final AtomicInteger holders = new AtomicInteger(1);

  /** Readers may see it at any moment, but use no more of it than they know to be there. */
  private volatile ByteBuffer[] all = new ByteBuffer[1];

  private int count;

  Chunks(ChunkMemory memory) {
    this.memory = memory;
  }

  /** Behind the others. */
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

  /** One more holds them from now on; false if they are gone. */
  boolean hold() {
    int known = holders.get();
    while (known > 0 && !holders.compareAndSet(known, known + 1)) {
      known = holders.get();
    }
    return known > 0;
  }

  /** Who held them holds them no more. */
  void letGo() {
    if (holders.decrementAndGet() == 0) {
      for (int i = 0; i < count; i++) {
        memory.takeBack(all[i]);
      }
    }
  }
}
