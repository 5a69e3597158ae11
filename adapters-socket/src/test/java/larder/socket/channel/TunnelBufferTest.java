package larder.socket.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import larder.socket.channel.TunnelBuffer.Lent;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The buffers into which a carrier reads from tunnels. */
class TunnelBufferTest {
  private static final int USUAL = 1_000;
  private static final int LARGE = 256 << 10;

  @AutoClose private final Sweeper sweeper = new Sweeper(() -> 0);
  private final ContentBuffers buffers = new ContentBuffers(USUAL, 1, sweeper);
  private final List<Runnable> afterAll = new ArrayList<>();
  private final TunnelBuffer buffer = new TunnelBuffer(buffers, afterAll::add);

  private void allIsRead() {
    afterAll.forEach(Runnable::run);
    afterAll.clear();
  }

  private Lent keepWith(int bytes) {
    buffer.empty().limit(bytes);
    return buffer.keep();
  }

  @Test
  void aLargeOneIsReadIntoAndGivenBack() {
    ByteBuffer large = buffer.empty();
    assertEquals(LARGE, large.capacity());
    assertSame(large, buffer.empty(), "one for all");
    assertNull(buffers.borrowLarge());
    allIsRead();
    assertSame(large, buffers.borrowLarge());
  }

  @Test
  void whatIsMuchKeepsItAndTheNextReadHasAnother() {
    Lent kept = keepWith(USUAL + 1);
    assertTrue(kept.isLarge());
    assertEquals(USUAL + 1, kept.bytes().remaining());
    assertEquals(USUAL, buffer.empty().capacity(), "there is no other large one");
    allIsRead();
    buffer.giveBack(kept);
    assertEquals(LARGE, buffer.empty().capacity());
  }

  @Test
  void aLittleIsCopied() {
    buffer.empty().put((byte) 1).put((byte) 2).put((byte) 3).flip().get();
    Lent kept = buffer.keep();
    assertFalse(kept.isLarge());
    assertEquals(ByteBuffer.wrap(new byte[] {2, 3}), kept.bytes());
    assertEquals(LARGE, buffer.empty().capacity());
  }

  @Test
  void aLargeOneIsGivenBackOnceTheRestFitsAUsualOne() {
    Lent kept = keepWith(USUAL + 3);
    ByteBuffer bytes = kept.bytes();
    bytes.get();
    bytes.put(USUAL + 2, (byte) 7);
    assertSame(kept, buffer.stillKept(kept));
    assertNull(buffers.borrowLarge());
    bytes.get();
    bytes.get();
    Lent little = buffer.stillKept(kept);
    assertFalse(little.isLarge());
    assertEquals(USUAL, little.bytes().remaining());
    assertEquals(7, little.bytes().get(USUAL - 1));
    assertSame(bytes, buffers.borrowLarge());
    assertSame(little, buffer.stillKept(little));
    little.bytes().position(USUAL);
    assertNull(buffer.stillKept(little));
  }

  @Test
  void whatWasTakenWholeIsGivenBack() {
    Lent kept = keepWith(USUAL + 1);
    kept.bytes().position(USUAL + 1);
    assertNull(buffer.stillKept(kept));
    assertSame(kept.bytes(), buffers.borrowLarge());
  }

  @Test
  void aUsualOneIsHandedOver() {
    ByteBuffer only = buffers.borrowLarge();
    ByteBuffer usual = buffer.empty();
    assertEquals(USUAL, usual.capacity());
    usual.limit(5);
    assertSame(usual, buffer.keep().bytes());
    assertNotSame(usual, buffer.empty());
    buffers.giveBackLarge(only);
  }

  @Test
  void onlyWhatWasReadCanBeKept() {
    assertThrows(IllegalStateException.class, buffer::keep);
  }
}
