package larder.h2;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappingTest {
  private static final int SIZE = 128 << 10;

  @TempDir private Path folder;

  private static void read(Mapping mapping, ByteBuffer to) throws IOException {
    mapping.read(to.clear(), SIZE / 2);
  }

  /** Compiled code copies in another way, so it must be compiled first. */
  @Test
  void aFileThatHasBecomeShorterFailsInTheReadAndNotLater() throws Exception {
    ByteBuffer to = ByteBuffer.allocateDirect(1 << 10);
    try (FileChannel channel =
        FileChannel.open(
            folder.resolve("content"),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.allocate(SIZE));
      Mapping mapping = Mapping.of(channel, SIZE);
      for (int i = 0; i < 100_000; i++) {
        read(mapping, to);
      }
      channel.truncate(0);
      for (int i = 0; i < 1000; i++) {
        assertThrows(IOException.class, () -> read(mapping, to));
      }
      mapping.close();
    }
  }

  @Test
  void aMappingThatCannotBeMadeHoldsNothing() throws Exception {
    OutOfMemoryError noMemory = new OutOfMemoryError("on purpose");
    AtomicReference<Arena> arena = new AtomicReference<>();
    FileChannel channel = mock(FileChannel.class);
    when(channel.map(any(), anyLong(), anyLong(), any()))
        .thenAnswer(
            call -> {
              arena.set(call.getArgument(3));
              throw noMemory;
            });
    assertSame(noMemory, assertThrows(OutOfMemoryError.class, () -> Mapping.of(channel, 100)));
    assertFalse(arena.get().scope().isAlive());
  }
}
