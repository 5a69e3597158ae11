package larder.store.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import larder.http.Fields;
import larder.http.TransferException;
import larder.store.PendingResponse;
import larder.store.StoredHead;
import larder.store.StoredResponse;
import org.junit.jupiter.api.Test;

/** Variants of a key are replaced, removed and freshened one by one, and invalidated together. */
public abstract class VariantsContract extends ConcurrentUseContract {
  protected VariantsContract() {}

  @Test
  void variantsLiveApartTheNewestFirst() throws TransferException {
    store(KEY, receivedAt(NOON.plusSeconds(2), Fields.of("accept", "b")), content(22, 10));
    store(KEY, receivedAt(NOON.plusSeconds(3), Fields.of("accept", "c")), content(23, 10));
    store(KEY, receivedAt(NOON.plusSeconds(1), Fields.EMPTY), content(24, 10));
    List<StoredResponse> found = store().find(KEY);
    assertEquals(
        List.of(NOON.plusSeconds(3), NOON.plusSeconds(2), NOON.plusSeconds(1)), received(found));
    assertContent(content(23, 10), found.get(0));
    assertContent(content(22, 10), found.get(1));
    assertContent(content(24, 10), found.get(2));
  }

  private static List<Instant> received(List<StoredResponse> found) {
    return found.stream().map(stored -> stored.head().receivedAt()).toList();
  }

  @Test
  void oneVariantIsReplacedAndTheOthersStay() throws TransferException {
    store(KEY, variant("br"), content(25, 10));
    store(KEY, variant("gzip"), content(26, 10));
    store(KEY, variant("br"), content(27, 10));
    assertEquals(2, store().find(KEY).size());
    assertContent(content(27, 10), findVariant("br"));
    assertContent(content(26, 10), findVariant("gzip"));
  }

  private StoredResponse findVariant(String encoding) {
    List<StoredResponse> found =
        store().find(KEY).stream()
            .filter(s -> encoding.equals(s.head().selecting().first("accept-encoding")))
            .toList();
    assertEquals(1, found.size());
    return found.getFirst();
  }

  @Test
  void removingTakesOneVariantAndNoOther() throws TransferException {
    store(KEY, variant("br"), content(28, 10));
    store(KEY, variant("gzip"), content(29, 10));
    findVariant("br").remove();
    assertContent(content(29, 10), findOne(KEY));
    settle(store());
    assertContent(content(29, 10), findOne(KEY));
    assertEquals(1, store().size().responses());
  }

  @Test
  void removingAReplacedResponseRemovesNothing() throws TransferException {
    StoredResponse old = store(KEY, head(), content(30, 10));
    store(KEY, head(), content(31, 10));
    old.remove();
    settle(store());
    assertContent(content(31, 10), findOne(KEY));
  }

  @Test
  void invalidatingTakesAllVariantsAndNoOtherKey() throws TransferException {
    store(KEY, variant("br"), content(32, 10));
    store(KEY, variant("gzip"), content(33, 10));
    store(OTHER_KEY, head(), content(34, 10));
    store().invalidate(KEY);
    assertNothingUnder(KEY);
    settle(store());
    assertNothingUnder(KEY);
    assertContent(content(34, 10), findOne(OTHER_KEY));
  }

  @Test
  void whatIsPendingIsNotInvalidated() throws TransferException {
    try (PendingResponse pending = begin(KEY)) {
      append(pending, content(35, 10));
      store().invalidate(KEY);
      pending.commit();
    }
    assertContent(content(35, 10), findOne(KEY));
    settle(store());
    assertContent(content(35, 10), findOne(KEY));
  }

  @Test
  void fresheningChangesTheHeadAndNotTheBody() throws TransferException {
    StoredHead fresh = receivedAt(NOON.plusSeconds(60), Fields.of("accept-encoding", "br"));
    for (int size : new int[] {10, 3 * chunkSize()}) {
      store(KEY, variant("br"), content(36, size));
      store(KEY, receivedAt(NOON.plusSeconds(1), Fields.EMPTY), content(37, size));
      StoredResponse stale = findVariant("br");
      stale.freshen(fresh);
      assertEquals(List.of(NOON.plusSeconds(60), NOON.plusSeconds(1)), received(store().find(KEY)));
      settle(store());
      assertEquals(fresh, store().find(KEY).getFirst().head());
      assertContent(content(36, size), store().find(KEY).getFirst());
      assertEquals(NOON, stale.head().receivedAt(), "a version never changes");
      store().invalidate(KEY);
    }
  }

  @Test
  void fresheningWhatWasFreshenedTakesItsPlace() throws TransferException {
    StoredResponse stored = store(KEY, head(), content(38, 10));
    stored.freshen(receivedAt(NOON.plusSeconds(1), Fields.EMPTY));
    stored.freshen(receivedAt(NOON.plusSeconds(2), Fields.EMPTY));
    settle(store());
    assertEquals(NOON.plusSeconds(2), findOne(KEY).head().receivedAt());
    stored.remove();
    settle(store());
    assertNothingUnder(KEY);
  }

  @Test
  void whatWasRequestedEarlierFreshensNothing() throws TransferException {
    StoredHead late = receivedAt(NOON.plusSeconds(1), Fields.EMPTY);
    StoredHead fresh = receivedAt(NOON.plusSeconds(2), Fields.of("accept-encoding", "br"));
    for (int size : new int[] {10, 3 * chunkSize()}) {
      StoredResponse stored = store(KEY, head(), content(41, size));
      StoredResponse found = findOne(KEY);
      found.freshen(fresh);
      for (StoredResponse each : List.of(stored, found)) {
        each.freshen(late);
        assertEquals(fresh, findOne(KEY).head());
        settle(store());
        each.freshen(late);
        assertEquals(fresh, findOne(KEY).head());
        settle(store());
        assertEquals(fresh, findOne(KEY).head());
      }
      assertContent(content(41, size), findOne(KEY));
      store().invalidate(KEY);
    }
  }

  @Test
  void whatWasRequestedAtTheSameTimeFreshens() throws TransferException {
    StoredResponse stored = store(KEY, head(), content(42, 10));
    stored.freshen(grouped("\"a\""));
    settle(store());
    assertEquals(grouped("\"a\""), findOne(KEY).head());
  }

  @Test
  void fresheningAReplacedOrRemovedResponseDoesNothing() throws TransferException {
    StoredHead fresh = receivedAt(NOON.plusSeconds(60), Fields.EMPTY);
    StoredResponse old = store(KEY, head(), content(39, 10));
    store(KEY, head(), content(40, 10));
    old.freshen(fresh);
    settle(store());
    assertEquals(head(), findOne(KEY).head());
    StoredResponse removed = findOne(KEY);
    store().invalidate(KEY);
    removed.freshen(fresh);
    settle(store());
    assertNothingUnder(KEY);
  }
}
