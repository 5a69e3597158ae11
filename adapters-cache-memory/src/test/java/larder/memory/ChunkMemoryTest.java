package larder.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
        Duration.ofSeconds(30),
        () -> {
          while (memory.outside() > 0) {
            System.gc();
            Thread.onSpinWait();
          }
        });
    assertTrue(memory.allocate(LARGE).isDirect());
  }
}
