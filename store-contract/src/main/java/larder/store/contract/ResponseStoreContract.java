package larder.store.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import larder.http.Body;
import larder.http.ByteRange;
import larder.http.Fields;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;
import larder.store.PendingResponse;
import larder.store.StoreSize;
import larder.store.StoredHead;
import larder.store.StoredResponse;
import org.junit.jupiter.api.Test;

/** The contract of every store, with bounds or without. */
public abstract class ResponseStoreContract extends InventoryContract {
  protected ResponseStoreContract() {}

  @Test
  void committedBytesReadBackExactly() throws TransferException {
    int chunk = chunkSize();
    for (int size : new int[] {0, 1, chunk - 1, chunk, chunk + 1, 2 * chunk, 5_000_000}) {
      byte[] content = content(size, size);
      assertContent(content, store(KEY, head(), content));
      assertContent(content, findOne(KEY));
      assertEquals(OptionalLong.of(size), findOne(KEY).open().length());
    }
  }

  @Test
  void bytesOfUnannouncedLengthReadBackExactly() throws TransferException {
    int chunk = chunkSize();
    for (int size : new int[] {0, 1, chunk - 1, chunk, chunk + 1, 5_000_000}) {
      byte[] content = content(size, size);
      try (PendingResponse pending = begin(KEY)) {
        append(pending, content);
        assertContent(content, pending.commit());
      }
      assertContent(content, findOne(KEY));
    }
  }

  @Test
  void rangesReadBackExactly() throws TransferException {
    int chunk = chunkSize();
    byte[] content = content(11, 3 * chunk + 100);
    long end = content.length - 1L;
    store(KEY, head(), content);
    StoredResponse stored = findOne(KEY);
    for (ByteRange range :
        List.of(
            new ByteRange(0, 0),
            new ByteRange(0, end),
            new ByteRange(end, end),
            new ByteRange(1, chunk - 1),
            new ByteRange(chunk - 1, chunk),
            new ByteRange(chunk, 2L * chunk - 1),
            new ByteRange(chunk + 5, end - 5))) {
      Body part = stored.open(range);
      assertEquals(OptionalLong.of(range.length()), part.length());
      assertArrayEquals(
          Arrays.copyOfRange(content, (int) range.first(), (int) range.last() + 1), read(part));
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> stored.open(new ByteRange(0, content.length)).close());
  }

  @Test
  void rangesOfASmallContentReadBackExactly() throws TransferException {
    store(KEY, head(), new byte[] {1, 2, 3, 4, 5});
    assertArrayEquals(new byte[] {2, 3}, read(findOne(KEY).open(new ByteRange(1, 2))));
    assertArrayEquals(new byte[] {5}, read(findOne(KEY).open(new ByteRange(4, 4))));
  }

  @Test
  void theHeadReadsBackExactly() throws TransferException {
    StoredHead head =
        new StoredHead(
            404,
            "Gone fishing",
            Fields.of("Set-Thing", "a", "set-thing", "b", "Empty", ""),
            Fields.of("accept", "*/*", "accept-language", "caf\u00e9"),
            NOON.minusNanos(1),
            NOON);
    store(KEY, head, content(1, 1));
    StoredHead found = findOne(KEY).head();
    assertEquals(head, found);
    assertEquals(head.fields().toString(), found.fields().toString(), "spelling and order");
    assertEquals(KEY, findOne(KEY).key());
  }

  @Test
  void theBuffersOfTheCallerAreItsOwnAgain() throws TransferException {
    ByteBuffer direct = ByteBuffer.allocateDirect(8);
    try (PendingResponse pending = begin(KEY)) {
      for (byte round = 0; round < 3; round++) {
        direct.clear().limit(5).position(2);
        for (int i = 0; i < 8; i++) {
          direct.put(i < 5 ? i : 0, round);
        }
        pending.append(direct);
        assertEquals(5, direct.position());
      }
      pending.commit();
    }
    assertContent(new byte[] {0, 0, 0, 1, 1, 1, 2, 2, 2}, findOne(KEY));
  }

  @Test
  void whatAReaderDoesToItsBufferHarmsNobody() throws TransferException {
    byte[] content = content(12, 100);
    store(KEY, head(), content);
    try (Body body = findOne(KEY).open()) {
      body.writeTo(
          bytes -> {
            if (!bytes.isReadOnly()) {
              bytes.put(new byte[bytes.remaining()]);
            }
            bytes.position(bytes.limit());
          });
    }
    assertContent(content, findOne(KEY));
  }

  @Test
  void whatIsNotCommittedIsNotFound() throws TransferException {
    try (PendingResponse pending = begin(KEY)) {
      append(pending, content(13, 100));
      assertNothingUnder(KEY);
      assertEquals(0, store().size().responses());
    }
    assertNothingUnder(KEY);
    settle(store());
    assertEquals(new StoreSize(0, 0), store().size());
  }

  @Test
  void fewerOrMoreBytesThanAnnouncedAreNeverStored() throws TransferException {
    for (int size : new int[] {9, 11}) {
      try (PendingResponse pending = store().begin(KEY, head(), OptionalLong.of(10))) {
        assertThrows(
            TransferException.class,
            () -> {
              append(pending, content(14, size));
              pending.commit();
            });
      }
      assertNothingUnder(KEY);
    }
  }

  @Test
  void whatCameCanBeKeptAsAPart() throws TransferException {
    for (int size : new int[] {1, chunkSize(), 3 * chunkSize() + 7}) {
      byte[] content = content(20 + size, size);
      try (PendingResponse pending = store().begin(KEY, head(), OptionalLong.of(size + 10L))) {
        append(pending, content);
        StoredResponse part = pending.commitPart(variant("part"));
        assertEquals(size, part.length());
        assertThrows(IllegalStateException.class, pending::commit);
        assertThrows(IllegalStateException.class, () -> pending.commitPart(head()));
      }
      assertEquals(variant("part"), findOne(KEY).head());
      assertContent(content, findOne(KEY));
    }
    store().invalidate(KEY);
    settle(store());
    assertEquals(new StoreSize(0, 0), store().size());
  }

  /** Even if several chunks came in one piece. */
  @Test
  void whatCameInOnePieceCanBeKeptAsAPart() throws TransferException {
    for (int size : new int[] {40_000, chunkSize(), chunkSize() + 1, 3 * chunkSize() + 7}) {
      byte[] content = content(30 + size, size);
      try (PendingResponse pending = store().begin(KEY, head(), OptionalLong.of(5_000_000))) {
        pending.append(ByteBuffer.wrap(content));
        pending.commitPart(variant("part"));
      }
      assertContent(content, findOne(KEY));
      settle(store());
      assertContent(content, findOne(KEY));
    }
  }

  @Test
  void aPartLivesBesideTheWhole() throws TransferException {
    store(KEY, head(), content(21, 20));
    try (PendingResponse pending = store().begin(KEY, head(), OptionalLong.of(20))) {
      append(pending, content(22, 10));
      pending.commitPart(variant("part"));
    }
    assertEquals(2, store().find(KEY).size());
    for (StoredResponse stored : store().find(KEY)) {
      assertContent(stored.head().equals(head()) ? content(21, 20) : content(22, 10), stored);
    }
  }

  @Test
  void aSinkThatFailsIsPassedOn() throws TransferException {
    store(KEY, head(), content(15, 3 * chunkSize()));
    TransferException gone = new TransferException(Side.CLIENT, Kind.CUT_SHORT, "The client left");
    try (Body body = findOne(KEY).open()) {
      TransferException thrown =
          assertThrows(
              TransferException.class,
              () ->
                  body.writeTo(
                      bytes -> {
                        throw gone;
                      }));
      assertEquals(gone, thrown);
    }
    assertContent(content(15, 3 * chunkSize()), findOne(KEY));
  }

  @Test
  void theLastCommitWinsWhole() throws TransferException {
    StoredHead second = receivedAt(NOON.plusSeconds(60), Fields.EMPTY);
    store(KEY, head(), content(16, 3 * chunkSize()));
    store(KEY, second, content(17, 50));
    assertEquals(second, findOne(KEY).head());
    assertContent(content(17, 50), findOne(KEY));
    assertEquals(1, store().size().responses());
  }

  @Test
  void whatWasRequestedEarlierReplacesNothing() throws TransferException {
    StoredHead late = receivedAt(NOON.minusNanos(1), Fields.EMPTY);
    for (int size : new int[] {50, 3 * chunkSize()}) {
      for (int lateSize : new int[] {0, 60, 3 * chunkSize() + 1}) {
        store(KEY, head(), content(16, size));
        store(KEY, late, content(17, lateSize));
        assertEquals(head(), findOne(KEY).head());
        assertContent(content(16, size), findOne(KEY));
        assertEquals(1, store().size().responses());
        store().invalidate(KEY);
        settle(store());
        assertEquals(new StoreSize(0, 0), store().size(), "nothing is left of either");
      }
    }
  }

  @Test
  void whatWasRequestedEarlierReplacesNothingThatWasJustCommitted() throws TransferException {
    StoredHead late = receivedAt(NOON.minusSeconds(60), Fields.EMPTY);
    keep(store(), KEY, head(), content(16, 50));
    keep(store(), KEY, late, content(17, 60));
    assertContent(content(16, 50), findOne(KEY));
    settle(store());
    assertContent(content(16, 50), findOne(KEY));
  }

  @Test
  void whatWasFreshenedIsNotReplacedByWhatWasRequestedBefore() throws TransferException {
    StoredResponse stored = store(KEY, head(), content(16, 50));
    stored.freshen(receivedAt(NOON.plusSeconds(60), Fields.EMPTY));
    settle(store());
    store(KEY, receivedAt(NOON.plusSeconds(30), Fields.EMPTY), content(17, 60));
    assertContent(content(16, 50), findOne(KEY));
    assertEquals(NOON.plusSeconds(60), findOne(KEY).head().receivedAt());
  }

  @Test
  void removingWhatReplacedNothingRemovesNothing() throws TransferException {
    store(KEY, head(), content(16, 50));
    store(KEY, receivedAt(NOON.minusSeconds(60), Fields.EMPTY), content(17, 60)).remove();
    settle(store());
    assertContent(content(16, 50), findOne(KEY));
  }

  @Test
  void anOpenReaderGetsItsVersionOrAnException() throws TransferException {
    byte[] content = content(18, 6 * chunkSize());
    List<Runnable> disturbances =
        List.of(
            () -> storeUnchecked(content(19, content.length)),
            () -> store().invalidate(KEY),
            () -> store().find(KEY).forEach(StoredResponse::remove),
            () -> store().find(KEY).forEach(s -> s.freshen(head())));
    for (Runnable disturbance : disturbances) {
      StoredResponse stored = store(KEY, head(), content);
      Collector collector = new Collector();
      try (Body body = stored.open()) {
        body.writeTo(
            bytes -> {
              if (collector.bytes().length == 0) {
                disturbance.run();
                settle(store());
              }
              collector.write(bytes);
            });
        assertArrayEquals(content, collector.bytes());
      } catch (TransferException e) {
        assertEquals(Side.STORE, e.side());
      }
    }
  }

  private void storeUnchecked(byte[] content) {
    try {
      store(KEY, head(), content);
    } catch (TransferException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aReplacedVersionIsNeverReadAsTheOther() throws TransferException {
    for (int size : new int[] {100, 3 * chunkSize()}) {
      StoredResponse old = store(KEY, head(), content(20, size));
      StoredResponse found = findOne(KEY);
      store(KEY, head(), content(21, size));
      for (StoredResponse stored : List.of(old, found)) {
        try {
          assertContent(content(20, size), stored);
        } catch (TransferException e) {
          assertEquals(Side.STORE, e.side());
        }
      }
      assertContent(content(21, size), findOne(KEY));
    }
  }

  @Test
  void theSizeCountsContentsAndReturnsToNothing() throws TransferException {
    assertEquals(new StoreSize(0, 0), store().size());
    store(KEY, variant("br"), content(44, 1000));
    store(KEY, variant("gzip"), content(45, 3 * chunkSize()));
    store(OTHER_KEY, head(), content(46, 2000));
    store(OTHER_KEY, head(), content(47, 3000));
    findOne(OTHER_KEY).freshen(receivedAt(NOON.plusSeconds(5), Fields.EMPTY));
    settle(store());
    assertEquals(3, store().size().responses());
    assertTrue(store().size().bytes() >= 4000L + 3L * chunkSize());
    store().invalidate(KEY);
    findOne(OTHER_KEY).remove();
    settle(store());
    assertEquals(new StoreSize(0, 0), store().size());
  }

  @Test
  void aPendingResponseEndsOnce() throws TransferException {
    PendingResponse pending = begin(KEY);
    pending.commit();
    assertThrows(IllegalStateException.class, pending::commit);
    pending.close();
    pending.close();
    assertContent(new byte[0], findOne(KEY));
    PendingResponse givenUp = begin(OTHER_KEY);
    givenUp.close();
    givenUp.close();
    assertThrows(IllegalStateException.class, givenUp::commit);
    assertNothingUnder(OTHER_KEY);
  }

  @Test
  void afterItsCloseNothingIsFoundNorStored() throws TransferException {
    StoredResponse stored = store(KEY, head(), content(48, 10));
    PendingResponse pending = begin(OTHER_KEY);
    store().close();
    store().close();
    assertNothingUnder(KEY);
    assertRefused(Kind.FAILED, () -> begin(KEY).close());
    assertRefused(
        Kind.FAILED,
        () -> {
          append(pending, content(49, 10));
          pending.commit();
        });
    pending.close();
    assertNothingUnder(OTHER_KEY);
    store().invalidate(KEY);
    assertEquals(List.of(), visited());
    stored.freshen(head());
    stored.remove();
    assertEquals(new StoreSize(0, 0), store().size());
  }
}
