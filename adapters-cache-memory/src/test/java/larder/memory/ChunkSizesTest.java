package larder.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ChunkSizesTest {
  @Test
  void eachRoomHasTheSmallestSizeThatHoldsIt() {
    int kind = 0;
    for (int room = 1; room <= ChunkSizes.LARGEST; room++) {
      if (room > ChunkSizes.size(kind)) {
        kind++;
      }
      assertEquals(kind, ChunkSizes.kindFor(room));
    }
    assertEquals(ChunkSizes.KINDS - 1, kind);
  }

  @Test
  void anEighthIsLeftOverAtMost() {
    assertEquals(ChunkSizes.SMALLEST, ChunkSizes.size(0));
    assertEquals(ChunkSizes.LARGEST, ChunkSizes.size(ChunkSizes.KINDS - 1));
    for (int kind = 1; kind < ChunkSizes.KINDS; kind++) {
      int size = ChunkSizes.size(kind);
      assertEquals(kind, ChunkSizes.kindFor(size));
      assertTrue(8L * (size - ChunkSizes.size(kind - 1)) <= size, "from " + size);
    }
  }
}
