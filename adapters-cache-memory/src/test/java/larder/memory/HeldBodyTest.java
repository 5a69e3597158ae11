package larder.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.OptionalLong;
import larder.http.Body;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;
import larder.store.PendingResponse;
import org.junit.jupiter.api.Test;

/** Whose chunks are given out again, and when. */
class HeldBodyTest {
  private static final int SIZE = ChunkMemory.SMALLEST_OUTSIDE;

  private final ChunkMemory memory = new ChunkMemory(100L * SIZE);
  private final Chunks chunks = new Chunks(memory);
  private final ByteBuffer chunk = memory.allocate(SIZE);
  private final Content content;

  HeldBodyTest() {
    chunks.add(chunk);
    content = Content.of(chunks);
  }

  @SuppressWarnings("ReferenceEquality") // identity is the point
  private boolean isGivenOutAgain() {
    ByteBuffer next = memory.allocate(SIZE);
    if (next != chunk) {
      return false;
    }
    memory.takeBack(next);
    return true;
  }

  @Test
  void whatIsRemovedIsGivenOutAgain() {
    assertFalse(isGivenOutAgain());
    content.removed();
    assertTrue(isGivenOutAgain());
  }

  @Test
  void toBeRemovedTwiceIsToBeRemovedOnce() throws TransferException {
    Body body = content.open();
    content.removed();
    content.removed();
    assertFalse(isGivenOutAgain());
    body.close();
    assertTrue(isGivenOutAgain());
  }

  @Test
  void whatIsOpenIsHeldUntilItIsClosed() throws TransferException {
    Body body = content.open();
    content.removed();
    body.writeTo(bytes -> bytes.position(bytes.limit()));
    assertFalse(isGivenOutAgain());
    body.close();
    body.close();
    assertTrue(isGivenOutAgain());
    assertThrows(TransferException.class, () -> body.writeTo(bytes -> {}));
  }

  @Test
  void whoClosesItWhileItIsWrittenWaitsForNobody() throws TransferException {
    Body body = content.open();
    content.removed();
    body.writeTo(
        bytes -> {
          body.close();
          assertFalse(isGivenOutAgain(), "somebody reads it");
          bytes.position(bytes.limit());
        });
    assertTrue(isGivenOutAgain());
    body.close();
    ByteBuffer lent = memory.allocate(SIZE);
    assertSame(chunk, lent);
    assertNotSame(chunk, memory.allocate(SIZE), "given back once, it is lent once");
  }

  @Test
  void aSinkThatFailsLetsGoToo() throws TransferException {
    TransferException failure = new TransferException(Side.CLIENT, Kind.CUT_SHORT, "gone");
    try (Body body = content.open()) {
      content.removed();
      assertSame(
          failure,
          assertThrows(
              TransferException.class,
              () ->
                  body.writeTo(
                      bytes -> {
                        throw failure;
                      })));
    }
    assertTrue(isGivenOutAgain());
  }

  @Test
  void whatIsGoneIsNotOpened() {
    content.removed();
    TransferException failure = assertThrows(TransferException.class, content::open);
    assertEquals(Side.STORE, failure.side());
  }

  @Test
  void whatIsGivenUpIsGivenOutAgainWhenNobodyFollows() throws TransferException {
    PendingBytes bytes = new PendingBytes(10L * SIZE);
    PendingContent pending = new PendingContent(OptionalLong.of(SIZE), SIZE, bytes, memory);
    pending.append(ByteBuffer.allocate(10));
    ByteBuffer taken = memory.allocate(SIZE);
    assertNotSame(chunk, taken);
    Body follower = pending.follow();
    pending.end();
    pending.end();
    ByteBuffer other = memory.allocate(SIZE);
    memory.takeBack(other);
    assertSame(other, memory.allocate(SIZE));
    assertThrows(TransferException.class, () -> follower.writeTo(part -> part.position(10)));
    follower.close();
    assertNotSame(other, memory.allocate(SIZE), "the follower's chunk is free");
    assertThrows(TransferException.class, () -> pending.follow().writeTo(part -> {}));
  }

  @Test
  void whatIsStoredAndFollowedIsHeldByBoth() throws TransferException {
    PendingBytes bytes = new PendingBytes(10L * SIZE);
    PendingContent pending = new PendingContent(OptionalLong.of(SIZE), SIZE, bytes, memory);
    pending.append(ByteBuffer.allocate(SIZE));
    Body follower = pending.follow();
    Content stored = pending.toContent();
    pending.complete();
    pending.end();
    stored.removed();
    long[] read = {0};
    follower.writeTo(
        part -> {
          read[0] += part.remaining();
          part.position(part.limit());
        });
    assertEquals(SIZE, read[0]);
    follower.close();
    assertThrows(TransferException.class, stored::open);
  }

  @Test
  void aStoreGivesOutAgainWhatItEvicts() throws TransferException {
    try (MemoryStore store = MemoryStore.open(MemorySettings.ofBytes(40L * SIZE))) {
      for (int i = 0; i < 2_000; i++) {
        try (PendingResponse pending =
            store.begin(MemoryStoreTest.key(i), MemoryStoreTest.HEAD, OptionalLong.of(SIZE))) {
          pending.append(ByteBuffer.allocate(SIZE));
          pending.commit();
        }
      }
      assertTrue(store.outside() <= 45L * SIZE, "outside: " + store.outside());
      assertTrue(store.outside() >= 30L * SIZE, "outside: " + store.outside());
    }
  }
}
