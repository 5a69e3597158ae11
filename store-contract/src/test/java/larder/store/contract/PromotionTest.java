package larder.store.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import larder.http.Body;
import larder.http.ByteRange;
import larder.http.TransferException;
import larder.store.StoredHead;
import larder.store.StoredResponse;
import larder.store.TieredStore;
import larder.store.contract.FaultyStore.Operation;
import org.junit.jupiter.api.Test;

/** What comes from the store behind to the front, and when. */
class PromotionTest extends TieredFixture {
  @Test
  void whatIsLargerStillStaysInTheBack() throws TransferException {
    store(KEY, head(), content(2, LARGE + 1));
    assertContent(content(2, LARGE + 1), findOne(KEY));
    assertEquals(List.of(), front.find(KEY));
  }

  @Test
  void whatIsReadOftenComesToTheFront() throws TransferException {
    FaultyStore ahead = new FaultyStore(new MapStore());
    try (TieredStore usual = TieredStore.of(ahead, back)) {
      store(usual, KEY, head(), content(3, LARGE));
      int reads = 0;
      while (ahead.find(KEY).isEmpty()) {
        assertContent(content(3, LARGE), only(usual));
        assertTrue(++reads < 1000, "read in vain");
      }
    }
  }

  @Test
  void whatIsInFrontIsServedWithoutTheBack() throws TransferException {
    store(KEY, head(), content(2, 10));
    int asked = back.calls(Operation.FIND) + back.calls(Operation.OPEN);
    assertContent(content(2, 10), findOne(KEY));
    assertEquals(asked, back.calls(Operation.FIND) + back.calls(Operation.OPEN));
  }

  @Test
  void whatIsReadFromTheBackIsInFrontThen() throws TransferException {
    for (int size : new int[] {0, 10, LARGE}) {
      store(KEY, head(), content(3, size));
      evictFromFront();
      assertContent(content(3, size), findOne(KEY));
      assertContent(content(3, size), only(front));
    }
  }

  /** As one whose memory was given to others since it was found. */
  @Test
  void whatTheFrontDoesNotOpenAnyMoreIsReadFromTheBack() throws TransferException {
    StoredResponse committed = store(KEY, head(), content(3, SMALL));
    evictFromFront();
    StoredResponse found = findOne(KEY);
    evictFromFront();
    front.breakOn(Operation.OPEN);
    assertContent(content(3, SMALL), committed);
    assertContent(content(3, SMALL), found);
    byte[] part = read(committed.open(new ByteRange(10, 19)));
    assertArrayEquals(Arrays.copyOfRange(content(3, SMALL), 10, 20), part);
    store(KEY, head(), content(4, 10));
    evictFromFront();
    assertContent(content(4, 10), findOne(KEY));
  }

  @Test
  void aPartIsReadFromTheBackAndLeftThere() throws TransferException {
    store(KEY, head(), content(4, LARGE));
    evictFromFront();
    byte[] part = read(findOne(KEY).open(new ByteRange(10, 19)));
    assertArrayEquals(Arrays.copyOfRange(content(4, LARGE), 10, 20), part);
    assertEquals(List.of(), front.find(KEY));
  }

  @Test
  void whatIsReadHalfIsNotInFront() throws TransferException {
    store(KEY, head(), content(5, LARGE));
    evictFromFront();
    back.breakOn(Operation.READ);
    assertThrows(TransferException.class, () -> read(findOne(KEY).open()));
    assertEquals(List.of(), front.find(KEY));
  }

  @Test
  void smallVariantsComeToTheFrontTogether() throws TransferException {
    store(KEY, variant("br"), content(6, 10));
    store(KEY, variant("gzip"), content(7, 20));
    evictFromFront();
    assertEquals(2, store().find(KEY).size());
    for (StoredResponse stored : store().find(KEY)) {
      assertEquals(stored.length(), read(stored.open()).length);
    }
    assertEquals(2, front.find(KEY).size());
    assertEquals(2, store().find(KEY).size());
  }

  @Test
  void largeVariantsStayInTheBackSoThatNoneIsHidden() throws TransferException {
    store(KEY, variant("br"), content(8, LARGE));
    store(KEY, variant("gzip"), content(9, 20));
    evictFromFront();
    for (int i = 0; i < 2; i++) {
      StoredResponse one = store().find(KEY).get(i);
      assertEquals(one.length(), read(one.open()).length);
      assertEquals(2, store().find(KEY).size());
    }
  }

  @Test
  void aVariantThatJoinsOthersInTheBackHidesNone() throws TransferException {
    store(KEY, variant("br"), content(10, 10));
    evictFromFront();
    store(KEY, variant("gzip"), content(11, 10));
    assertEquals(2, store().find(KEY).size());
  }

  /** The fields say that there are variants, though nothing of the request selects this one. */
  @Test
  void aVariantAskedForWithoutTheFieldThatSelectsHidesNone() throws TransferException {
    store(KEY, variant("br"), content(10, 10));
    evictFromFront();
    StoredHead plain = head();
    StoredHead varying =
        new StoredHead(
            plain.status(),
            plain.reason(),
            plain.fields().plus("Vary", "Accept-Encoding"),
            plain.selecting(),
            plain.requestedAt(),
            plain.receivedAt());
    store(KEY, varying, content(11, 10));
    assertEquals(2, store().find(KEY).size());
  }

  @Test
  void whatIsInvalidatedOrReplacedWhileItIsPromotedDoesNotComeBack() throws TransferException {
    for (Runnable change :
        List.<Runnable>of(
            () -> store().invalidate(KEY),
            () -> store().invalidate(group("http://origin.example.org", "x")),
            () -> findOne(KEY).remove(),
            () -> storeUnchecked(content(13, 10)))) {
      store(KEY, grouped("\"x\""), content(12, LARGE));
      evictFromFront();
      Collector collector = new Collector();
      try (Body body = findOne(KEY).open()) {
        body.writeTo(
            bytes -> {
              if (collector.bytes().length == 0) {
                change.run();
              }
              collector.write(bytes);
            });
      }
      assertEquals(
          back.find(KEY).stream().map(StoredResponse::length).toList(),
          store().find(KEY).stream().map(StoredResponse::length).toList());
      store().invalidate(KEY);
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
  void whatWasFoundBeforeItWasInvalidatedIsNotPromoted() throws TransferException {
    for (int size : new int[] {10, LARGE}) {
      store(KEY, head(), content(14, size));
      evictFromFront();
      StoredResponse found = findOne(KEY);
      store().invalidate(KEY);
      try {
        read(found.open());
      } catch (TransferException e) {
        assertEquals(TransferException.Side.STORE, e.side());
      }
      assertNothingUnder(KEY);
    }
  }
}
