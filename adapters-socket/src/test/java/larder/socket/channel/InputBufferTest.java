package larder.socket.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Which buffers take the first bytes of messages, when many messages arrive at once. */
class InputBufferTest {
  private static final int USUAL = 500_000;
  private static final int FIRST = 100;
  private static final int SMALL = 2 << 10;
  private static final int ROOMY = 8 << 10;

  @AutoClose private final Sweeper sweeper = new Sweeper(() -> 0);
  private final ContentBuffers buffers = new ContentBuffers(USUAL, sweeper);
  private final Pool<ByteBuffer> firsts =
      new Pool<>(FIRST, () -> ByteBuffer.allocate(FIRST), sweeper);
  private final List<ByteBuffer> lent = new ArrayList<>();

  private void rush() {
    for (ByteBuffer one = buffers.takeToWait(); one != null; one = buffers.takeToWait()) {
      lent.add(one);
    }
  }

  private static void read(InputBuffer buffer, int bytes) {
    buffer.forReading().position(bytes);
    buffer.wasRead();
  }

  private static void takeAll(InputBuffer buffer) {
    buffer.current().position(buffer.current().limit());
  }

  @Test
  void anAnswerIsAwaitedWithAUsualBuffer() {
    InputBuffer buffer = new InputBuffer(buffers, null);
    assertEquals(USUAL, buffer.forReading().capacity());
  }

  @Test
  void inARushItIsAwaitedWithASmallOne() {
    rush();
    InputBuffer buffer = new InputBuffer(buffers, null);
    assertEquals(SMALL, buffer.forReading().capacity());
    buffer.current().position(SMALL);
    buffer.wasRead();
    assertNull(buffer.grown(), "what does not fit is read with the next step");
    takeAll(buffer);
    assertEquals(USUAL, buffer.forReading().capacity(), "for content there is a usual one");
  }

  @Test
  void afterTheRushItIsAwaitedAsBefore() {
    rush();
    InputBuffer buffer = new InputBuffer(buffers, null);
    read(buffer, 10);
    takeAll(buffer);
    buffer.rest();
    lent.forEach(buffers::give);
    assertEquals(USUAL, buffer.forReading().capacity());
  }

  @Test
  void theSmallOneIsGivenBack() {
    rush();
    InputBuffer buffer = new InputBuffer(buffers, null);
    read(buffer, 10);
    ByteBuffer small = buffer.current();
    takeAll(buffer);
    buffer.rest();
    assertSame(small, buffers.takeSmall());
  }

  @Test
  void memoryThatRunsOutLeavesThePoolOfSmallOnesAsItWas() {
    AtomicBoolean exhausted = new AtomicBoolean(true);
    ContentBuffers scarce =
        new ContentBuffers(
            USUAL,
            1,
            sweeper,
            size -> {
              if (exhausted.get()) {
                throw new OutOfMemoryError("A test's own");
              }
              return ByteBuffer.allocate(size);
            });
    InputBuffer buffer = new InputBuffer(scarce, null);
    assertThrows(OutOfMemoryError.class, buffer::forReading);
    buffer.rest();
    exhausted.set(false);
    assertEquals(SMALL, scarce.takeSmall().capacity());
    assertEquals(USUAL, buffer.forReading().capacity());
  }

  @Test
  void betweenMessagesAClientHoldsNothing() {
    InputBuffer buffer = new InputBuffer(buffers, firsts);
    assertEquals(0, buffer.current().capacity());
    ByteBuffer first = buffer.forReading();
    assertEquals(FIRST, first.capacity());
    read(buffer, 0);
    buffer.rest();
    assertEquals(0, buffer.current().capacity());
    assertSame(first, firsts.take(), "it was given back");
  }

  private InputBuffer outgrown() {
    InputBuffer buffer = new InputBuffer(buffers, firsts);
    read(buffer, FIRST);
    buffer.grown().position(FIRST + 1);
    buffer.wasRead();
    takeAll(buffer);
    buffer.rest();
    return buffer;
  }

  @Test
  void whomItWasTooSmallForHasARoomyOne() {
    InputBuffer buffer = outgrown();
    assertEquals(ROOMY, buffer.forReading().capacity());
    assertTrue(buffer.isForFirst(), "more than fits is read at once");
    buffer.current().position(ROOMY);
    buffer.wasRead();
    assertEquals(USUAL, buffer.grown().capacity());
    takeAll(buffer);
    buffer.rest();
    assertEquals(ROOMY, buffers.takeRoomy().capacity(), "it was given back");
  }

  @Test
  void whatComesIntoTheSmallOneDoesSoAgain() {
    InputBuffer buffer = outgrown();
    read(buffer, FIRST);
    takeAll(buffer);
    buffer.rest();
    buffer.rest();
    assertEquals(FIRST, buffer.forReading().capacity());
  }

  @Test
  void whatDoesNotFitAtOnceIsWaitedForWithAUsualOne() {
    InputBuffer buffer = outgrown();
    read(buffer, 1);
    assertNull(buffer.grown());
    takeAll(buffer);
    assertEquals(USUAL, buffer.forReading().capacity());
  }

  @Test
  void thereAreOnlySoManyRoomyOnes() {
    InputBuffer buffer = outgrown();
    while (buffers.takeRoomy() != null) {
      // borrow all of them
    }
    assertEquals(FIRST, buffer.forReading().capacity());
    read(buffer, FIRST);
    takeAll(buffer);
    buffer.rest();
    assertEquals(FIRST, buffer.forReading().capacity());
  }
}
