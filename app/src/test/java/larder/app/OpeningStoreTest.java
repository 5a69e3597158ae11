package larder.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import larder.http.Fields;
import larder.http.TransferException;
import larder.http.TransferException.Side;
import larder.store.StoreKey;
import larder.store.StoreSize;
import larder.store.StoredHead;
import larder.store.StoredResponse;
import larder.store.contract.MapStore;
import org.junit.jupiter.api.Test;

/** Who asks a store before it is open, or one that cannot be opened. */
class OpeningStoreTest {
  private static final StoreKey KEY = new StoreKey("http://origin.example.org/");
  private static final StoredHead HEAD =
      new StoredHead(200, "OK", Fields.EMPTY, Fields.EMPTY, Instant.EPOCH, Instant.EPOCH);

  @Test
  void whoAsksWaitsUntilItIsOpen() throws Exception {
    MapStore store = new MapStore();
    store.begin(KEY, HEAD, OptionalLong.empty()).commit();
    CountDownLatch mayOpen = new CountDownLatch(1);
    OpeningStore opening =
        OpeningStore.begin(
            () -> {
              await(mayOpen);
              return Stores.Opened.of(store);
            });
    FutureTask<List<StoredResponse>> found = new FutureTask<>(() -> opening.find(KEY));
    Thread asking = Thread.ofPlatform().start(found);
    while (asking.getState() != Thread.State.WAITING) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      Thread.onSpinWait();
    }
    assertFalse(found.isDone());
    mayOpen.countDown();
    assertEquals(1, found.get().size());
    opening.await();
    assertEquals(1, opening.size().responses());
    opening.close();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whatCannotBeOpenedIsSaidAndHasNothing() {
    StartException reason = new StartException(StartException.Cause.DISK, "Broken", null);
    OpeningStore opening =
        OpeningStore.begin(
            () -> {
              throw reason;
            });
    assertSame(reason, assertThrows(StartException.class, opening::await));
    assertEquals(List.of(), opening.find(KEY));
    assertEquals(new StoreSize(0, 0), opening.size());
    TransferException refused =
        assertThrows(TransferException.class, () -> opening.begin(KEY, HEAD, OptionalLong.empty()));
    assertEquals(Side.STORE, refused.side());
    opening.invalidate(KEY);
    opening.close();
  }

  @Test
  void aFaultWhileItIsOpenedIsNotLost() {
    IllegalStateException fault = new IllegalStateException("On purpose");
    OpeningStore opening =
        OpeningStore.begin(
            () -> {
              throw fault;
            });
    assertSame(fault, assertThrows(IllegalStateException.class, opening::await));
  }
}
