package larder.store.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import larder.http.Body;
import larder.http.Fields;
import larder.http.TransferException;
import larder.http.TransferException.Side;
import larder.store.PendingResponse;
import larder.store.ResponseStore;
import larder.store.StoreGroup;
import larder.store.StoreKey;
import larder.store.StoreSize;
import larder.store.StoredHead;
import larder.store.StoredResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a store in a folder promises beyond that: it survives a restart, and what is damaged. */
public abstract class DurableStoreContract extends BoundedStoreContract {
  @TempDir private Path folder;

  protected DurableStoreContract() {}

  /** The store in that folder, as {@link #openStore} says. */
  protected abstract ResponseStore openStore(Path in) throws Exception;

  /** The store in that folder, as {@link #openSmallStore} says. */
  protected abstract ResponseStore openSmallStore(Path in) throws Exception;

  /** Makes the store in that folder, which is closed, one of a format that nobody knows. */
  protected abstract void alterFormat(Path in) throws Exception;

  /** What says that the folder is in use. */
  protected abstract Class<? extends Exception> inUse();

  @Override
  protected ResponseStore openStore() throws Exception {
    return openStore(folder.resolve("store"));
  }

  @Override
  protected ResponseStore openSmallStore() throws Exception {
    return openSmallStore(folder.resolve("small"));
  }

  private void reopen() throws Exception {
    store().close();
    switchTo(openStore());
  }

  private static StoreKey key(int i) {
    return new StoreKey("http://origin.example.org/durable/" + i);
  }

  private byte[] contentOf(int i) {
    return content(i, i % 10 == 0 ? 3 * chunkSize() + i : 10 * i);
  }

  private void fill(int count) throws TransferException {
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

  private static long bytesIn(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatAKilledProcessLeavesIsAStore() throws Exception {
    fill(30);
    try (PendingResponse pending = store().begin(KEY, head(), OptionalLong.of(5_000_001))) {
      append(pending, content(6, 5_000_000));
      copy(folder.resolve("store"), folder.resolve("killed"));
    }
    switchTo(openStore(folder.resolve("killed")));
    for (int i = 0; i < 30; i++) {
      assertContent(contentOf(i), findOne(key(i)));
    }
    assertNothingUnder(KEY);
    settle(store());
    assertTrue(bytesIn(folder.resolve("killed")) < 5_000_000, "what was pending is cleared away");
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path file : all.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    }
  }

  @Test
  void anUnknownFormatBeginsAnew() throws Exception {
    fill(5);
    store().close();
    alterFormat(folder.resolve("store"));
    switchTo(openStore());
    assertEquals(new StoreSize(0, 0), store().size());
    assertNothingUnder(key(1));
    fill(5);
    reopen();
    assertContent(contentOf(1), findOne(key(1)));
  }

  @Test
  void damageIsNeverServed() throws Exception {
    for (int seed = 0; seed < 12; seed++) {
      Random random = new Random(seed);
      survive(
          (file, length) -> {
            for (int i = 0; i < 4; i++) {
              file.seek((long) (random.nextDouble() * length));
              file.write(random.nextInt(256));
            }
          });
    }
  }

  @Test
  void pagesOfGarbageAreNeverServed() throws Exception {
    for (int seed = 0; seed < 6; seed++) {
      Random random = new Random(seed);
      survive(
          (file, length) -> {
            byte[] garbage = new byte[4096];
            random.nextBytes(garbage);
            file.seek((long) (random.nextDouble() * Math.max(1, length - garbage.length)));
            file.write(garbage, 0, (int) Math.min(garbage.length, length));
          });
    }
  }

  @Test
  void tornWritesAreNeverServed() throws Exception {
    for (int seed = 0; seed < 6; seed++) {
      Random random = new Random(seed);
      survive((file, length) -> file.setLength((long) (random.nextDouble() * length)));
    }
    survive((file, length) -> file.setLength(0));
  }

  @Test
  void aStoreOfGarbageBeginsAnew() throws Exception {
    survive(
        (file, length) -> {
          byte[] garbage = new byte[(int) length];
          new Random(1).nextBytes(garbage);
          file.write(garbage);
        });
  }

  /** Damages every file of a closed store, and looks at what is still served. */
  private void survive(Damage damage) throws Exception {
    fill(30);
    store().close();
    try (Stream<Path> all = Files.walk(folder.resolve("store"))) {
      for (Path path : all.filter(Files::isRegularFile).toList()) {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
          damage.to(file, file.length());
        }
      }
    }
    switchTo(openStore());
    for (int i = 0; i < 30; i++) {
      for (StoredResponse stored : store().find(key(i))) {
        assertServedRightOrNotAtAll(stored, contentOf(i));
      }
    }
    fillUntilMended();
    for (int i = 0; i < 30; i++) {
      assertContent(contentOf(i), findOne(key(i)));
    }
  }

  /** A store that meets damage when it writes may lose what it wrote just before. */
  private void fillUntilMended() throws TransferException {
    int attempts = 0;
    do {
      fill(30);
      attempts++;
    } while (attempts < 4 && !allAreFound());
  }

  private boolean allAreFound() {
    return IntStream.range(0, 30).noneMatch(i -> store().find(key(i)).isEmpty());
  }

  private static void assertServedRightOrNotAtAll(StoredResponse stored, byte[] content) {
    assertEquals(head(), stored.head());
    Collector collector = new Collector();
    try (Body body = stored.open()) {
      body.writeTo(collector);
      assertTrue(Arrays.equals(content, collector.bytes()), "whole and right");
    } catch (TransferException e) {
      assertEquals(Side.STORE, e.side());
      byte[] served = collector.bytes();
      assertTrue(served.length < content.length || content.length == 0, "never a last byte");
      assertTrue(Arrays.equals(Arrays.copyOf(content, served.length), served), "right so far");
    }
  }

  @Test
  void whatTurnsOutDamagedIsRemoved() throws Exception {
    StoredResponse stored = store(KEY, head(), content(7, 3 * chunkSize()));
    store().close();
    try (Stream<Path> all = Files.walk(folder.resolve("store"))) {
      for (Path path : all.filter(file -> file.toFile().length() == stored.length()).toList()) {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
          file.seek(chunkSize());
          file.write(~content(7, 3 * chunkSize())[chunkSize()]);
        }
      }
    }
    switchTo(openStore());
    for (StoredResponse found : store().find(KEY)) {
      assertThrows(TransferException.class, () -> read(found.open()));
    }
    assertNothingUnder(KEY);
  }

  @Test
  void aFolderIsForOneStoreAtATime() throws Exception {
    store(KEY, head(), content(8, 10));
    assertInstanceOf(inUse(), assertThrows(Exception.class, this::openStore));
    assertContent(content(8, 10), findOne(KEY));
    reopen();
    assertContent(content(8, 10), findOne(KEY));
  }

  @Test
  void anInterruptedReaderHarmsNobodyElse() throws Exception {
    fill(30);
    reopen();
    try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 30; i++) {
        int each = i;
        readers
            .submit(
                () -> {
                  Thread.currentThread().interrupt();
                  for (StoredResponse stored : store().find(key(each))) {
                    assertServedRightOrNotAtAll(stored, contentOf(each));
                  }
                })
            .get();
      }
    }
    for (int i = 0; i < 30; i++) {
      assertContent(contentOf(i), findOne(key(i)));
    }
    fill(30);
    reopen();
    assertContent(contentOf(20), findOne(key(20)));
  }

  /** What happens to a file. */
  @FunctionalInterface
  private interface Damage {
    void to(RandomAccessFile file, long length) throws IOException;
  }
}
