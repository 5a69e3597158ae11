package larder.store.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import larder.http.Body;
import larder.http.Fields;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;
import larder.store.PendingResponse;
import larder.store.ResponseStore;
import larder.store.StoreKey;
import larder.store.StoreSize;
import larder.store.StoredHead;
import larder.store.StoredResponse;
import org.junit.jupiter.api.Test;

/** A store with bounds keeps within them. */
public abstract class BoundedStoreContract extends ResponseStoreContract {
  /** For all contents together. */
  protected static final long MAX_BYTES = 4_000_000;

  /** For one content. */
  protected static final long MAX_OBJECT_BYTES = 1_000_000;

  /** For one key. */
  protected static final int MAX_VARIANTS = 4;

  protected BoundedStoreContract() {}

  /** Opens another empty store, with the bounds above. */
  protected abstract ResponseStore openSmallStore() throws Exception;

  private static StoreKey key(int i) {
    return new StoreKey("http://origin.example.org/many/" + i);
  }

  @Test
  void theBoundHoldsOverManySmallResponses() throws Exception {
    switchTo(openSmallStore());
    int stored = 600;
    int size = 20_000;
    for (int i = 0; i < stored; i++) {
      store(key(i), head(), content(i, size));
      assertTrue(store().size().bytes() <= MAX_BYTES, () -> "over the bound: " + store().size());
    }
    long found = 0;
    for (int i = 0; i < stored; i++) {
      for (StoredResponse response : store().find(key(i))) {
        assertContent(content(i, size), response);
        found++;
      }
    }
    assertTrue(found >= store().size().responses(), "all that is counted is found: " + found);
    assertTrue(found * size > MAX_BYTES / 2, "more than half of the bound is used: " + found);
  }

  @Test
  void headsCountToo() throws Exception {
    switchTo(openSmallStore());
    StoredHead bulky =
        new StoredHead(
            200, "OK", Fields.of("X-Bulk", "x".repeat(20_000)), Fields.EMPTY, NOON, NOON);
    for (int i = 0; i < 600; i++) {
      store(key(i), bulky, new byte[0]);
      assertTrue(store().size().bytes() <= MAX_BYTES, () -> "over the bound: " + store().size());
    }
    assertTrue(store().size().responses() * 20_000 <= MAX_BYTES);
    assertTrue(store().size().responses() * 20_000 >= MAX_BYTES / 2);
  }

  @Test
  void theBoundHoldsOverLargeResponses() throws Exception {
    switchTo(openSmallStore());
    for (int i = 0; i < 12; i++) {
      store(key(i), head(), content(i, (int) MAX_OBJECT_BYTES));
      assertTrue(store().size().bytes() <= MAX_BYTES, () -> "over the bound: " + store().size());
    }
    assertTrue(store().size().responses() >= 1);
  }

  @Test
  void aHugeResponseThatWasAnnouncedIsRefusedAtOnce() throws Exception {
    switchTo(openSmallStore());
    store(OTHER_KEY, head(), content(1, 1000));
    for (long size : new long[] {MAX_OBJECT_BYTES + 1, MAX_BYTES * 2, Long.MAX_VALUE}) {
      assertRefused(
          Kind.TOO_LARGE, () -> store().begin(KEY, head(), OptionalLong.of(size)).close());
    }
    settle(store());
    assertContent(content(1, 1000), findOne(OTHER_KEY));
  }

  @Test
  void aHugeResponseThatWasNotAnnouncedEndsAtTheBound() throws Exception {
    switchTo(openSmallStore());
    byte[] content = content(2, (int) MAX_OBJECT_BYTES);
    try (PendingResponse pending = begin(KEY)) {
      append(pending, content);
      assertRefused(Kind.TOO_LARGE, () -> append(pending, new byte[1]));
    }
    assertNothingUnder(KEY);
    settle(store());
    assertEquals(new StoreSize(0, 0), store().size());
    store(KEY, head(), content);
    assertContent(content, findOne(KEY));
  }

  @Test
  void theVariantsOfAKeyAreBounded() throws Exception {
    switchTo(openSmallStore());
    for (int i = 0; i < 3 * MAX_VARIANTS; i++) {
      store(KEY, receivedAt(NOON.plusSeconds(i), Fields.of("accept", "v" + i)), content(i, 10));
    }
    List<StoredResponse> found = store().find(KEY);
    assertEquals(MAX_VARIANTS, found.size());
    assertEquals(MAX_VARIANTS, store().size().responses());
    for (int i = 0; i < MAX_VARIANTS; i++) {
      assertContent(content(3 * MAX_VARIANTS - 1 - i, 10), found.get(i));
    }
  }

  @Test
  void theVariantStoredLastStaysThoughOthersWereReceivedLater() throws Exception {
    switchTo(openSmallStore());
    for (int i = MAX_VARIANTS; i >= 0; i--) {
      store(KEY, receivedAt(NOON.plusSeconds(i), Fields.of("accept", "v" + i)), content(i, 10));
    }
    List<StoredResponse> found = store().find(KEY);
    assertEquals(MAX_VARIANTS, found.size());
    assertContent(content(0, 10), found.getLast());
  }

  @Test
  void whatIsBeingWrittenIsBoundedToo() throws Exception {
    switchTo(openSmallStore());
    List<PendingResponse> pending = new ArrayList<>();
    long written = 0;
    TransferException refused = null;
    while (refused == null && written < 10 * MAX_BYTES) {
      try {
        PendingResponse next = begin(key(pending.size()));
        pending.add(next);
        append(next, new byte[100_000]);
        written += 100_000;
      } catch (TransferException e) {
        refused = e;
      }
    }
    assertTrue(refused != null && refused.kind() == Kind.OVERLOADED, "it ends at some bound");
    pending.forEach(PendingResponse::close);
    settle(store());
    store(KEY, head(), content(3, (int) MAX_OBJECT_BYTES));
    assertContent(content(3, (int) MAX_OBJECT_BYTES), findOne(KEY));
  }

  @Test
  void anOpenReaderOfAnEvictedResponseGetsItsVersionOrAnException() throws Exception {
    switchTo(openSmallStore());
    for (int size : new int[] {1000, 800_000}) {
      byte[] content = content(4, size);
      StoredResponse stored = store(KEY, head(), content);
      Collector collector = new Collector();
      try (Body body = stored.open()) {
        body.writeTo(
            bytes -> {
              if (collector.bytes().length == 0) {
                fill();
              }
              collector.write(bytes);
            });
        assertArrayEquals(content, collector.bytes());
      } catch (TransferException e) {
        assertEquals(Side.STORE, e.side());
      }
    }
  }

  private void fill() throws TransferException {
    for (int i = 0; i < 40; i++) {
      store(key(i), head(), content(i, 200_000));
    }
  }

  @Test
  void whatIsFoundAgainAndAgainIsKept() throws Exception {
    switchTo(openSmallStore());
    Set<Integer> used = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      store(key(i), head(), content(i, 20_000));
      used.add(i);
    }
    for (int i = 20; i < 300; i++) {
      store(key(i), head(), content(i, 20_000));
      for (int wanted : used) {
        for (StoredResponse found : store().find(key(wanted))) {
          found.open().close();
        }
      }
    }
    long kept = used.stream().filter(i -> !store().find(key(i)).isEmpty()).count();
    assertTrue(kept >= 18, "of 20 in use are left: " + kept);
  }
}
