package larder.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import larder.http.Fields;
import larder.http.TransferException;
import larder.store.Appraisal;
import larder.store.PendingResponse;
import larder.store.StoreKey;
import larder.store.StoredHead;
import larder.store.Worth;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes when something has to, and what is left on the disk. */
class EvictionTest {
  private static final long MAX_BYTES = 8_000_000;
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final int SIZE = 2000;

  /** About how many of that size fit. */
  private static final int FIT = 3700;

  @TempDir private Path folder;

  /** Goes by two fields: until when it is fresh, and whether it lasts. */
  private static final Appraisal BY_FIELDS =
      (key, head) ->
          new Worth(
              Instant.parse(head.fields().first("Fresh-Until")), head.fields().has("Lasting"));

  private H2Store open() throws Exception {
    return H2Store.open(H2Settings.of(folder, MAX_BYTES).withAppraisal(BY_FIELDS, () -> NOW));
  }

  private static StoreKey key(int i) {
    return new StoreKey("http://origin.example.org/" + i);
  }

  private static final Fields FRESH =
      Fields.of("Fresh-Until", NOW.plusSeconds(1000).toString(), "Lasting", "");

  private static void store(H2Store store, int from, int to, Fields fields) {
    for (int i = from; i < to; i++) {
      storeOne(store, i, SIZE, fields);
    }
    store.flush();
  }

  /** Waits for room, and for a disk that is behind. */
  private static void storeOne(H2Store store, int i, int size, Fields fields) {
    while (!tryStore(store, i, size, fields)) {
      store.flush();
    }
  }

  private static boolean tryStore(H2Store store, int i, int size, Fields fields) {
    StoredHead head = new StoredHead(200, "OK", fields, Fields.EMPTY, NOW, NOW);
    try (PendingResponse pending = store.begin(key(i), head, OptionalLong.of(size))) {
      pending.append(ByteBuffer.wrap(new byte[size]));
      pending.commit();
      return true;
    } catch (TransferException e) {
      assertEquals(TransferException.Kind.OVERLOADED, e.kind());
      return false;
    }
  }

  private static void use(H2Store store, int from, int to) {
    IntStream.range(from, to).forEach(i -> store.used(key(i)));
  }

  private static long stored(H2Store store, int from, int to) {
    return IntStream.range(from, to).filter(i -> !store.find(key(i)).isEmpty()).count();
  }

  private long onDisk() {
    return onDisk(folder.toFile());
  }

  /** Files may go meanwhile. */
  private static long onDisk(File file) {
    File[] inside = file.listFiles();
    if (inside == null) {
      return ContentFiles.bytesOnDisk(file.length());
    }
    return ContentFiles.bytesOnDisk(1) + Stream.of(inside).mapToLong(EvictionTest::onDisk).sum();
  }

  @Test
  void aScanPushesOutWhatNobodyAskedForAndNotWhatIsUsed() throws Exception {
    try (H2Store store = open()) {
      store(store, 0, 500, FRESH);
      use(store, 0, 500);
      store(store, 10_000, 10_000 + 3 * FIT, FRESH);
      assertTrue(stored(store, 0, 500) >= 495, "left: " + stored(store, 0, 500));
    }
  }

  @Test
  void whatIsAskedForAgainSoonAfterItWasEvictedIsKeptBetter() throws Exception {
    try (H2Store store = open()) {
      store(store, 0, 300, FRESH);
      store(store, 10_000, 10_000 + FIT, FRESH);
      assertEquals(0, stored(store, 0, 300), "evicted, as nobody had asked for it");
      store(store, 0, 300, FRESH);
      store(store, 20_000, 20_000 + FIT, FRESH);
      assertTrue(stored(store, 0, 300) >= 150, "left: " + stored(store, 0, 300));
    }
  }

  @Test
  void whatIsNotUsedAnyMoreGoesInTheEnd() throws Exception {
    try (H2Store store = open()) {
      store(store, 0, 2000, FRESH);
      use(store, 0, 2000);
      store(store, 10_000, 10_000 + FIT, FRESH);
      for (int round = 1; round <= 8; round++) {
        int from = 10_000 + 10_000 * round;
        store(store, from, from + 1000, FRESH);
        use(store, from, from + 1000);
      }
      assertTrue(stored(store, 0, 2000) < 200, "left: " + stored(store, 0, 2000));
    }
  }

  @Test
  void whatIsOfNoUseGoesBeforeWhatIsFresh() throws Exception {
    Fields stale = Fields.of("Fresh-Until", NOW.minusSeconds(1000).toString());
    try (H2Store store = open()) {
      for (int i = 0; i < FIT - 500; i++) {
        storeOne(store, i, SIZE, i % 2 == 0 ? stale : FRESH);
      }
      store(store, 10_000, 10_000 + FIT / 3, FRESH);
      long fresh =
          IntStream.range(0, FIT - 500)
              .filter(i -> i % 2 == 1 && !store.find(key(i)).isEmpty())
              .count();
      assertTrue(fresh > (FIT - 500) / 2 * 9 / 10, "fresh ones left: " + fresh);
    }
  }

  @Test
  void whatIsStaleAndCanBeValidatedGoesFirstIfNobodyAskedForIt() throws Exception {
    Fields stale = Fields.of("Fresh-Until", NOW.minusSeconds(1000).toString(), "Lasting", "");
    try (H2Store store = open()) {
      store(store, 0, 1500, stale);
      for (int often = 0; often < 3; often++) {
        use(store, 0, 300);
      }
      store(store, 2000, 3000, FRESH);
      store(store, 10_000, 11_900, FRESH);
      assertTrue(stored(store, 300, 1500) < 600, "not used: " + stored(store, 300, 1500));
      assertTrue(stored(store, 0, 300) > 250, "used: " + stored(store, 0, 300));
      assertTrue(stored(store, 2000, 3000) > 950, "fresh: " + stored(store, 2000, 3000));
    }
  }

  @Test
  void theBoundHoldsForAllThatLiesOnTheDisk() throws Exception {
    Random random = new Random(1);
    long most = 0;
    try (H2Store store = open()) {
      for (int i = 0; i < 12_000; i++) {
        int size = random.nextInt(50) == 0 ? random.nextInt(800_000) : random.nextInt(4000);
        storeOne(store, random.nextInt(9000), size, FRESH);
        if (i % 50 == 0) {
          store.used(key(random.nextInt(9000)));
          most = Math.max(most, onDisk());
        }
      }
      assertTrue(most <= MAX_BYTES * 1.05, "the most was " + most);
      store.flush();
      assertTrue(onDisk() > MAX_BYTES / 2, "there is " + onDisk());
    }
    assertTrue(onDisk() <= MAX_BYTES * 1.05, "after the end there is " + onDisk());
  }

  @Test
  void whatIsReplacedAgainAndAgainTakesLittleMoreThanOnce() throws Exception {
    try (H2Store store = H2Store.open(H2Settings.of(folder, 1L << 30))) {
      for (int round = 0; round < 30; round++) {
        store(store, 0, 1000, FRESH);
      }
      assertEquals(1000, stored(store, 0, 1000));
      assertEquals(1000, store.size().responses());
      assertTrue(onDisk() < 1000 * SIZE * 1.2 + 2_000_000, "there is " + onDisk());
    }
    long before = onDisk();
    try (H2Store store = H2Store.open(H2Settings.of(folder, 1L << 30))) {
      IntStream.range(0, 990).forEach(i -> store.invalidate(key(i)));
      store.flush();
      assertEquals(10, stored(store, 0, 1000));
      assertTrue(onDisk() < before, "space is given back: " + onDisk() + " of " + before);
    }
  }

  @Test
  void aSmallerBoundThanBeforeIsKeptToo() throws Exception {
    try (H2Store store = H2Store.open(H2Settings.of(folder, 1L << 30))) {
      for (int i = 0; i < 40; i++) {
        storeOne(store, 5000 + i, 300_000, FRESH);
      }
      store(store, 0, 3000, FRESH);
    }
    assertTrue(onDisk() > 15_000_000, "there is " + onDisk());
    try (H2Store store = open()) {
      store.flush();
      assertTrue(onDisk() <= MAX_BYTES * 1.05, "there is " + onDisk());
      assertTrue(store.size().responses() > 1000, () -> "left: " + store.size());
    }
  }

  @Test
  void usesAreKnownAfterReopening() throws Exception {
    try (H2Store store = open()) {
      store(store, 0, 500, FRESH);
      use(store, 0, 500);
    }
    try (H2Store store = open()) {
      store(store, 10_000, 10_000 + FIT, FRESH);
      assertTrue(stored(store, 0, 500) >= 495, "left: " + stored(store, 0, 500));
    }
  }
}
