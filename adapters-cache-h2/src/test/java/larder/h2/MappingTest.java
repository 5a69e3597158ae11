package larder.h2;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class MappingTest {
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
