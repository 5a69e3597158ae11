package larder.socket.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What is waited with, when many wait at once. */
class InputBufferTest {
  private static final int USUAL = 500_000;
  private static final int SMALL = 2 << 10;
  private static final int ROOMY = 8 << 10;

  @AutoClose private final Sweeper sweeper = new Sweeper(() -> 0);
  private final ContentBuffers buffers = new ContentBuffers(USUAL, sweeper);
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
  void whoHasOneToWaitWithKeepsIt() {
    ByteBuffer own = ByteBuffer.allocate(100);
    InputBuffer buffer = new InputBuffer(buffers, own);
    buffer.rest();
    assertSame(own, buffer.forReading());
  }

  private InputBuffer outgrown() {
    InputBuffer buffer = new InputBuffer(buffers, ByteBuffer.allocate(100));
    buffer.rest();
    read(buffer, 100);
    buffer.grown().position(101);
    buffer.wasRead();
    takeAll(buffer);
    buffer.rest();
    return buffer;
  }

  @Test
  void whomItWasTooSmallForWaitsWithARoomyOne() {
    InputBuffer buffer = outgrown();
    assertEquals(ROOMY, buffer.forReading().capacity());
    assertTrue(buffer.isToWait(), "more than fits is read at once");
    buffer.current().position(ROOMY);
    buffer.wasRead();
    assertEquals(USUAL, buffer.grown().capacity());
    takeAll(buffer);
    buffer.rest();
    assertEquals(ROOMY, buffers.takeRoomy().capacity(), "it was given back");
  }

  @Test
  void whatCouldWaitWithTheSmallOneDoesSoAgain() {
    InputBuffer buffer = outgrown();
    read(buffer, 100);
    takeAll(buffer);
    buffer.rest();
    buffer.rest();
    assertEquals(100, buffer.forReading().capacity());
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
      // they are lent
    }
    assertEquals(100, buffer.forReading().capacity());
    read(buffer, 100);
    takeAll(buffer);
    buffer.rest();
    assertEquals(100, buffer.forReading().capacity());
  }
}
