package larder.memory;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What content takes of the room for all that is being written. */
class PendingContentTest {
  private static final int SIZE = 1000;

  /** Memory that wants some itself. */
  private static final class NoMemory extends ChunkMemory {
    private NoMemory() {
      super(0);
    }

    @Override
    ByteBuffer allocate(long wanted) {
      throw new OutOfMemoryError("on purpose");
    }
  }

  @Test
  void aChunkThatCannotBeMadeTakesNoRoom() {
    PendingBytes room = new PendingBytes(SIZE);
    PendingContent pending = new PendingContent(OptionalLong.of(SIZE), SIZE, room, new NoMemory());
    assertThrows(OutOfMemoryError.class, () -> pending.append(ByteBuffer.allocate(1)));
    pending.end();
    assertDoesNotThrow(() -> room.take(SIZE));
  }
}
