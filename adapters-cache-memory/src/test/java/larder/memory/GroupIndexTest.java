package larder.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import larder.http.Fields;
import larder.http.TransferException;
import larder.store.PendingResponse;
import larder.store.StoreGroup;
import larder.store.StoreKey;
import larder.store.StoredHead;
import org.junit.jupiter.api.Test;

/** The index of groups knows what is there, and nothing else. */
class GroupIndexTest {
  private static final StoreKey KEY = new StoreKey("http://example.org/a");
  private static final StoreGroup A = new StoreGroup("http://example.org", "a");
  private static final StoreGroup B = new StoreGroup("http://example.org", "b");

  @Test
  void aKeyIsUnderTheGroupsThatItHasNow() {
    GroupIndex index = new GroupIndex();
    index.change(KEY, Set.of(), Set.of(A));
    assertEquals(List.of(KEY), index.keys(A));
    index.change(KEY, Set.of(A), Set.of(A, B));
    assertEquals(List.of(KEY), index.keys(A));
    assertEquals(List.of(KEY), index.keys(B));
    index.change(KEY, Set.of(A, B), Set.of(B));
    assertEquals(List.of(), index.keys(A));
    assertFalse(index.isEmpty());
    index.change(KEY, Set.of(B), Set.of());
    assertTrue(index.isEmpty());
  }

  @Test
  void whatIsEvictedOrRemovedIsForgotten() throws TransferException {
    try (MemoryStore store = MemoryStore.open(MemorySettings.ofBytes(100_000))) {
      for (int i = 0; i < 1000; i++) {
        commit(store, i);
      }
      assertEquals(store.size().responses(), store.grouped(A));
      assertTrue(store.grouped(A) > 0 && store.grouped(A) < 1000);
      store.invalidate(A);
      assertEquals(0, store.size().responses());
      assertEquals(0, store.grouped(A));
    }
  }

  private static void commit(MemoryStore store, int i) throws TransferException {
    StoredHead head =
        new StoredHead(
            200,
            "OK",
            Fields.of("Cache-Groups", "\"a\", \"" + i + "\""),
            Fields.EMPTY,
            Instant.EPOCH,
            Instant.EPOCH);
    try (PendingResponse pending =
        store.begin(new StoreKey(KEY.uri() + i), head, OptionalLong.of(0))) {
      pending.commit();
    }
  }
}
