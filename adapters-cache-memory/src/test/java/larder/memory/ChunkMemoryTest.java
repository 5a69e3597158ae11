package larder.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ChunkMemoryTest {
  private static final int LARGE = ChunkMemory.SMALLEST_OUTSIDE;

  private final List<ByteBuffer> held = new ArrayList<>();

  private ByteBuffer hold(ByteBuffer chunk) {
    held.add(chunk);
    return chunk;
  }

  @Test
  void whatIsLargeLiesOutside() {
    ChunkMemory memory = new ChunkMemory(2L * LARGE);
    assertFalse(memory.allocate(LARGE - 1).isDirect());
    ByteBuffer large = hold(memory.allocate(LARGE));
    assertTrue(large.isDirect());
    assertEquals(LARGE, large.capacity());
    assertEquals(LARGE, memory.outside());
  }

  @Test
  void whatHasNoRoomThereLiesInTheHeap() {
    ChunkMemory memory = new ChunkMemory(2L * LARGE - 1);
    hold(memory.allocate(LARGE));
    assertFalse(memory.allocate(LARGE).isDirect());
    assertEquals(LARGE, memory.outside());
  }

  @Test
  void noneIsTooLarge() {
    ChunkMemory memory = new ChunkMemory(ChunkMemory.LARGEST_OUTSIDE);
    assertEquals(ChunkMemory.LARGEST_OUTSIDE, hold(memory.allocate(Long.MAX_VALUE)).capacity());
    assertEquals(ChunkMemory.LARGEST_INSIDE, memory.allocate(Long.MAX_VALUE).capacity());
  }

  @Test
  void whatIsTakenBackIsGivenOutAgain() {
    ChunkMemory memory = new ChunkMemory(9L * LARGE);
    ByteBuffer chunk = memory.allocate(LARGE + 1);
    chunk.put(0, (byte) 1);
    memory.takeBack(chunk.position(7));
    ByteBuffer again = memory.allocate(LARGE + 2);
    assertSame(chunk, again);
    assertEquals(0, again.position());
    assertEquals(LARGE + 2, again.limit());
    assertNotSame(chunk, hold(memory.allocate(LARGE + 2)), "it is lent");
  }

  @Test
  void whenThereIsNoRoomALargerOneWillDo() {
    ChunkMemory memory = new ChunkMemory(16L * LARGE);
    ByteBuffer larger = hold(memory.allocate(2 * LARGE));
    while (hold(memory.allocate(LARGE)).isDirect()) {
      // until nothing is left
    }
    memory.takeBack(larger);
    assertSame(larger, memory.allocate(LARGE + 1));
    assertEquals(LARGE + 1, larger.limit());
  }

  @Test
  void onlyAPartOfItWaits() {
    ChunkMemory memory = new ChunkMemory(16L * LARGE);
    List<ByteBuffer> chunks = Stream.generate(() -> memory.allocate(LARGE)).limit(3).toList();
    chunks.forEach(memory::takeBack);
    assertSame(chunks.get(1), memory.allocate(LARGE), "the last that there was room for");
    assertSame(chunks.get(0), memory.allocate(LARGE));
    assertNotSame(chunks.get(2), memory.allocate(LARGE), "it was left to the collector");
  }

  @Test
  void whatWaitsMakesRoomForWhatIsWanted() {
    ChunkMemory memory = new ChunkMemory(32L * LARGE);
    memory.takeBack(memory.allocate(LARGE));
    for (int i = 0; i < 7; i++) {
      hold(memory.allocate(4 * LARGE));
    }
    assertFalse(memory.allocate(4 * LARGE).isDirect(), "the smallest waits in vain");
    assertTimeoutPreemptively(
        Duration.ofMinutes(2),
        () -> {
          while (!memory.allocate(4 * LARGE).isDirect()) {
            System.gc();
            Thread.onSpinWait();
          }
        });
  }

  @Test
  void whatLiesInTheHeapIsNotKept() {
    ChunkMemory memory = new ChunkMemory(LARGE);
    ByteBuffer small = memory.allocate(10);
    memory.takeBack(small);
    assertNotSame(small, memory.allocate(10));
  }

  /** A part of one keeps it alive as the whole does. */
  @Test
  void whatNobodyCanReadIsGivenBack() {
    ChunkMemory memory = new ChunkMemory(LARGE);
    hold(Content.part(memory.allocate(LARGE), 5, 5));
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    assertEquals(LARGE, memory.outside());
    assertEquals(0, held.getFirst().get());
    held.clear();
    assertTimeoutPreemptively(
        Duration.ofMinutes(2),
        () -> {
          while (memory.outside() > 0) {
            System.gc();
            Thread.onSpinWait();
          }
        });
    assertTrue(memory.allocate(LARGE).isDirect());
  }
}
