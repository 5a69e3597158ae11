package larder.store.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import larder.http.Fields;
import larder.http.TransferException;
import larder.store.PendingResponse;
import larder.store.ResponseStore;
import larder.store.StoreGroup;
import larder.store.StoreKey;
import larder.store.StoreSize;
import larder.store.StoredHead;
import larder.store.StoredResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store in a folder is still there after a restart. */
public abstract class ReopeningContract extends BoundedStoreContract {
  @TempDir private Path folder;

  protected ReopeningContract() {}

  /** Opens the store in that folder, like {@link #openStore}. */
  protected abstract ResponseStore openStore(Path in) throws Exception;

  /** Opens the store in that folder, like {@link #openSmallStore}. */
  protected abstract ResponseStore openSmallStore(Path in) throws Exception;

  /** The exception for a folder that is in use. */
  protected abstract Class<? extends Exception> inUse();

  /** The folder of the store. */
  final Path place() {
    return folder.resolve("store");
  }

  @Override
  protected ResponseStore openStore() throws Exception {
    return openStore(place());
  }

  @Override
  protected ResponseStore openSmallStore() throws Exception {
    return openSmallStore(folder.resolve("small"));
  }

  final void reopen() throws Exception {
    store().close();
    switchTo(openStore());
  }

  static StoreKey key(int i) {
    return new StoreKey("http://origin.example.org/durable/" + i);
  }

  final byte[] contentOf(int i) {
    return content(i, i % 10 == 0 ? 3 * chunkSize() + i : 10 * i);
  }

  final void fill(int count) throws TransferException {
    for (int i = 0; i < count; i++) {
      if (i % 10 == 0) {
        settle(store());
      }
      try (PendingResponse pending = begin(key(i))) {
        append(pending, contentOf(i));
        pending.commit();
      }
    }
    settle(store());
  }

  @Test
  void everythingIsThereAfterReopening() throws Exception {
    StoredHead bulky =
        receivedAt(NOON.plusSeconds(1), Fields.of("accept-encoding", "x".repeat(30_000)));
    store(OTHER_KEY, bulky, content(1, 10));
    store(OTHER_KEY, variant("gzip"), content(2, 3 * chunkSize()));
    fill(50);
    StoreSize size = store().size();
    reopen();
    assertEquals(size, store().size());
    for (int i = 0; i < 50; i++) {
      assertContent(contentOf(i), findOne(key(i)));
      assertEquals(head(), findOne(key(i)).head());
    }
    List<StoredResponse> variants = store().find(OTHER_KEY);
    assertEquals(2, variants.size());
    assertEquals(bulky, variants.get(0).head());
    assertContent(content(1, 10), variants.get(0));
    assertContent(content(2, 3 * chunkSize()), variants.get(1));
  }

  @Test
  void aCloseCompletesWhatWasCommittedLast() throws Exception {
    for (int i = 0; i < 50; i++) {
      try (PendingResponse pending = begin(key(i))) {
        append(pending, contentOf(i));
        pending.commit();
      }
    }
    reopen();
    for (int i = 0; i < 50; i++) {
      assertContent(contentOf(i), findOne(key(i)));
    }
  }

  @Test
  void whatChangedLastIsThereAfterReopening() throws Exception {
    StoredHead fresh = receivedAt(NOON.plusSeconds(60), Fields.EMPTY);
    fill(24);
    for (int i = 0; i < 24; i += 4) {
      findOne(key(i)).freshen(fresh);
      findOne(key(i + 1)).remove();
      store().invalidate(key(i + 2));
      try (PendingResponse pending = begin(key(i + 3))) {
        append(pending, contentOf(i));
        pending.commit();
      }
    }
    reopen();
    for (int i = 0; i < 24; i += 4) {
      assertEquals(fresh, findOne(key(i)).head());
      assertContent(contentOf(i), findOne(key(i)));
      assertNothingUnder(key(i + 1));
      assertNothingUnder(key(i + 2));
      assertContent(contentOf(i), findOne(key(i + 3)));
    }
    assertEquals(12, store().size().responses());
  }

  @Test
  void groupsAreKnownAfterReopeningAndWhatWasInvalidatedIsNotThere() throws Exception {
    StoreGroup scripts = group("http://origin.example.org", "scripts");
    for (int i = 0; i < 6; i++) {
      store(key(i), grouped(i % 2 == 0 ? "\"scripts\"" : "\"styles\""), content(i, 10));
    }
    reopen();
    store().invalidate(scripts);
    assertNothingUnder(key(0));
    reopen();
    for (int i = 0; i < 6; i += 2) {
      assertNothingUnder(key(i));
      assertContent(content(i + 1, 10), findOne(key(i + 1)));
    }
    assertEquals(3, store().size().responses());
  }

  @Test
  void whatWasPendingIsNotThereAfterReopening() throws Exception {
    try (PendingResponse pending = begin(KEY)) {
      append(pending, content(3, 3 * chunkSize()));
      reopen();
    }
    assertNothingUnder(KEY);
    store(KEY, head(), content(4, 3 * chunkSize()));
    assertContent(content(4, 3 * chunkSize()), findOne(KEY));
  }

  @Test
  void whatWasKeptAsAPartIsThereAfterReopening() throws Exception {
    byte[] large = content(5, 3 * chunkSize() + 1);
    for (byte[] content : List.of(large, content(6, 10))) {
      try (PendingResponse pending =
          store().begin(KEY, head(), OptionalLong.of(2L * content.length))) {
        append(pending, content);
        pending.commitPart(variant("part"));
      }
      reopen();
      assertEquals(variant("part"), findOne(KEY).head());
      assertContent(content, findOne(KEY));
    }
  }

  @Test
  void theBoundHoldsOverReopening() throws Exception {
    switchTo(openSmallStore());
    for (int round = 0; round < 4; round++) {
      for (int i = 0; i < 15; i++) {
        store(key(20 * round + i), head(), content(i, 200_000));
        assertTrue(store().size().bytes() <= MAX_BYTES);
      }
      long stored = store().size().responses();
      store().close();
      switchTo(openSmallStore());
      assertEquals(stored, store().size().responses());
    }
    assertTrue(store().size().bytes() > MAX_BYTES / 2);
  }

  @Test
  void nothingIsLeftInTheFolderOfWhatWasGivenUpOrRemoved() throws Exception {
    byte[] content = content(5, 5_000_000);
    try (PendingResponse pending = begin(KEY)) {
      append(pending, content);
    }
    store(OTHER_KEY, head(), content);
    store(OTHER_KEY, head(), content);
    store().invalidate(OTHER_KEY);
    settle(store());
    assertTrue(bytesIn(folder) < content.length, () -> "bytes are left: " + bytesIn(folder));
  }

  static long bytesIn(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aFolderIsForOneStoreAtATime() throws Exception {
    store(KEY, head(), content(8, 10));
    assertInstanceOf(inUse(), assertThrows(Exception.class, this::openStore));
    assertContent(content(8, 10), findOne(KEY));
    reopen();
    assertContent(content(8, 10), findOne(KEY));
  }
}
