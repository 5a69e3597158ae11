package larder.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import larder.http.Fields;
import larder.http.TransferException;
import larder.store.InventoryPort.Verified;
import larder.store.InventoryPort.Watch;
import larder.store.PendingResponse;
import larder.store.StoreKey;
import larder.store.StoredHead;
import larder.store.StoredResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What whoever looks after the disk finds and mends. */
class InventoryTest {
  /** Three of them have large contents: 0, 20 and 40. */
  private static final int COUNT = 41;

  /** More damaged ones than can be suspected at a time. */
  private static final int MANY = Suspects.MOST + 500;

  /** Has two variants. */
  private static final StoreKey VARIED = new StoreKey("http://origin.example.org/varied");

  @TempDir private Path folder;

  private H2Store open(Disk disk) throws Exception {
    return H2Store.open(H2Settings.of(folder, 1L << 30), disk);
  }

  private H2Store filled(Disk disk) throws Exception {
    H2Store store = open(disk);
    for (int i = 0; i < COUNT; i++) {
      Killed.store(store, i);
      store.flush();
    }
    return store;
  }

  private static Set<String> visited(H2Store store) throws TransferException {
    Set<String> visited = new TreeSet<>();
    store.visit(stored -> visited.add(stored.key().uri()));
    return visited;
  }

  private List<Path> files(String in) throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve(in))) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /** Changes the octet that many after the first place where the text stands. */
  private void damage(String text, int after) throws IOException {
    for (Path pack : files("packs")) {
      int at = Files.readString(pack, StandardCharsets.ISO_8859_1).indexOf(text);
      if (at >= 0) {
        flip(pack, at + after);
        return;
      }
    }
    throw new AssertionError(text + " is in no pack");
  }

  private static void flip(Path file, long at) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.seek(at);
      int octet = bytes.read();
      bytes.seek(at);
      bytes.write(octet ^ 1);
    }
  }

  @Test
  void damagedRecordsContentsAndFilesAreFoundAndRemoved() throws Exception {
    filled(new RealDisk()).close();
    List<Path> contents = files("content");
    assertTrue(contents.size() >= 2, () -> "some are in files: " + contents);
    damage(Killed.key(3).uri(), 2); // in its record's front
    flip(contents.get(0), Files.size(contents.get(0)) - 1);
    Files.delete(contents.get(1));
    try (H2Store store = open(new RealDisk())) {
      Verified verified = store.verify(Watch.NONE);
      assertEquals(COUNT - 3, verified.sound(), verified::toString);
      assertEquals(3, verified.damaged(), verified::toString);
      assertEquals(COUNT - 3, store.size().responses());
      assertEquals(COUNT - 3, visited(store).size());
      assertEquals(new Verified(COUNT - 3, verified.contentBytes(), 0), store.verify(Watch.NONE));
    }
  }

  @Test
  void allDamagedRecordsAreRemovedHoweverManyThereAre() throws Exception {
    try (H2Store store = open(new RealDisk())) {
      storeSmall(store, MANY);
    }
    damagePacks();
    try (H2Store store = open(new RealDisk())) {
      assertEquals(new Verified(0, 0, MANY), store.verify(Watch.NONE));
      assertEquals(new Verified(0, 0, 0), store.verify(Watch.NONE));
      assertEquals(0, store.size().responses());
    }
  }

  @Test
  void anUnreadableRecordAmongManyDamagedOnesDoesNotEndTheCheck() throws Exception {
    try (H2Store store = open(new RealDisk())) {
      storeSmall(store, MANY);
    }
    damagePacks();
    FaultyDisk disk = new FaultyDisk();
    Thread checking = Thread.currentThread();
    AtomicBoolean awaited = new AtomicBoolean();
    AtomicLong damaged = new AtomicLong();
    AtomicLong broken = new AtomicLong(-1);
    try (H2Store store = open(disk)) {
      disk.setReading(
          (file, position, bytes) -> {
            if (Thread.currentThread().equals(checking)) {
              if (damaged.get() > Suspects.MOST) {
                broken.compareAndSet(-1, position);
              }
            } else { // the writer looks at none until somebody waits for it
              while (!awaited.get()) {
                awaited.set(checking.getState() == Thread.State.WAITING);
              }
            }
            if (position == broken.get()) {
              throw new IOException("Input/output error");
            }
          });
      assertTrue(store.verify(damaged::set).damaged() > Suspects.MOST);
      assertEquals(new Verified(0, 0, 0), store.verify(Watch.NONE));
    }
  }

  private static void storeSmall(H2Store store, int count) throws Exception {
    for (int i = 0; i < count; i++) {
      while (!tryStoreSmall(store, i)) {
        store.flush();
      }
    }
  }

  private static boolean tryStoreSmall(H2Store store, int i) {
    try (PendingResponse pending = store.begin(Killed.key(i), Killed.HEAD, OptionalLong.of(100))) {
      pending.append(ByteBuffer.allocate(100));
      pending.commit();
      return true;
    } catch (TransferException e) {
      return false;
    }
  }

  /** All records of all packs. */
  private void damagePacks() throws IOException {
    for (Path pack : files("packs")) {
      byte[] bytes = Files.readAllBytes(pack);
      Arrays.fill(bytes, Pack.HEADER_BYTES, bytes.length, (byte) 0);
      Files.write(pack, bytes);
    }
  }

  @Test
  void aDiskThatCannotBeReadIsNoDamage() throws Exception {
    FaultyDisk disk = new FaultyDisk();
    try (H2Store store = filled(disk)) {
      disk.setUnreadable(true);
      assertThrows(TransferException.class, () -> store.verify(Watch.NONE));
      assertThrows(TransferException.class, () -> visited(store));
      disk.mend();
      assertEquals(COUNT, store.verify(Watch.NONE).sound());
    }
  }

  @Test
  void aDiskThatTakesNothingIsSaidNotToHaveSettled() throws Exception {
    FaultyDisk disk = new FaultyDisk();
    try (H2Store store = filled(disk)) {
      disk.setFull(true);
      store.invalidate(Killed.key(1));
      assertThrows(TransferException.class, store::settle);
      assertFalse(visited(store).contains(Killed.key(1).uri()), "what was removed is not seen");
    }
  }

  /** What is moved to another pack in the middle of a visit is seen all the same. */
  @Test
  void nothingIsMissedThatIsMovedMeanwhile() throws Exception {
    try (H2Store store = filled(new RealDisk())) {
      IntStream.range(0, COUNT)
          .filter(i -> i % 4 == 0)
          .forEach(i -> store.invalidate(Killed.key(i)));
      store.settle();
      Set<String> seen = new TreeSet<>();
      store.visit(
          stored -> {
            if (seen.isEmpty()) {
              store.compact();
            }
            seen.add(stored.key().uri());
            return true;
          });
      assertEquals(visited(store), seen);
      assertEquals(30, seen.size());
    }
  }

  @Test
  void compactedItGivesBackAllThatIsDead() throws Exception {
    try (H2Store store = filled(new RealDisk())) {
      IntStream.range(0, COUNT - 1).forEach(i -> store.invalidate(Killed.key(i)));
      store.compact();
      long left = Stream.of("packs", "content").flatMap(this::lengths).mapToLong(n -> n).sum();
      long content = Killed.content(COUNT - 1).length;
      assertTrue(left < content + 10_000, () -> left + " for " + content);
      assertEquals(1, visited(store).size());
    }
  }

  private Stream<Long> lengths(String in) {
    try {
      return files(in).stream().map(Path::toFile).map(File::length);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void contentsThatNoRecordIsOfAreDeleted() throws Exception {
    filled(new RealDisk()).close();
    Path orphan = files("content").getFirst().resolveSibling("1");
    Files.write(orphan, new byte[100_000]);
    try (H2Store store = open(new RealDisk())) {
      assertTrue(Files.exists(orphan), "a store that was closed is not looked through");
      store.compact();
      assertFalse(Files.exists(orphan));
      assertEquals(COUNT, store.verify(Watch.NONE).sound());
    }
  }

  /** The content's file is gone when it is to be opened: another response has replaced it. */
  @Test
  void aResponseReplacedBeforeItIsReadCountsOnce() throws Exception {
    FaultyDisk disk = new FaultyDisk();
    try (H2Store store = filled(disk)) {
      AtomicBoolean replaced = new AtomicBoolean();
      disk.setUnopenable(file -> isLarge(file) && replaceOnce(store, replaced));
      Verified verified = store.verify(Watch.NONE);
      assertTrue(replaced.get());
      assertEquals(COUNT, verified.sound(), verified::toString);
      assertEquals(0, verified.damaged(), verified::toString);
    }
  }

  private boolean isLarge(Path file) {
    return file.startsWith(folder.resolve("content"));
  }

  /** Replaces all responses with large contents; false, so that the disk goes on. */
  private static boolean replaceOnce(H2Store store, AtomicBoolean replaced) {
    if (!replaced.getAndSet(true)) {
      try {
        for (int i = 0; i < COUNT; i += 20) {
          Killed.store(store, i);
          store.flush();
        }
      } catch (TransferException e) {
        throw new AssertionError(e);
      }
    }
    return false;
  }

  @Test
  void variantsMovedBetweenFindingAndReadingThemAreCounted() throws Exception {
    FaultyDisk disk = new FaultyDisk();
    try (H2Store store = disk.neverSlow(folder)) {
      for (int i = 0; i < COUNT; i++) {
        Killed.store(store, i);
        store.flush();
      }
      storeVariant(store, "de");
      storeVariant(store, "en");
      IntStream.range(0, COUNT)
          .filter(i -> i % 4 == 0)
          .forEach(i -> store.invalidate(Killed.key(i)));
      store.settle();
      int first = placeOf(VARIED.uri());
      Thread checking = Thread.currentThread();
      AtomicBoolean moved = new AtomicBoolean();
      disk.setReading(
          (file, position, bytes) -> {
            if (position == first
                && Thread.currentThread().equals(checking)
                && !moved.getAndSet(true)) {
              compact(store);
            }
          });
      Verified verified = store.verify(Watch.NONE);
      assertTrue(moved.get());
      assertEquals(32, verified.sound(), verified::toString);
    }
  }

  private static void compact(H2Store store) {
    try {
      store.compact();
    } catch (TransferException e) {
      throw new AssertionError(e);
    }
  }

  /** Where the first record of that URI begins in its pack. */
  private int placeOf(String uri) throws IOException {
    for (Path pack : files("packs")) {
      int at = Files.readString(pack, StandardCharsets.ISO_8859_1).indexOf(uri);
      if (at >= 0) {
        return at - RecordHeader.BYTES;
      }
    }
    throw new AssertionError(uri + " is in no pack");
  }

  private static void storeVariant(H2Store store, String language) throws Exception {
    StoredHead head =
        new StoredHead(
            200,
            "OK",
            Fields.of("Vary", "Accept-Language"),
            Fields.of("accept-language", language),
            Instant.EPOCH,
            Instant.EPOCH);
    try (PendingResponse pending = store.begin(VARIED, head, OptionalLong.of(100))) {
      pending.append(ByteBuffer.allocate(100));
      pending.commit();
    }
    store.flush();
  }

  @Test
  void aVariantCountsOnceThoughAnotherOneIsRemovedMeanwhile() throws Exception {
    try (H2Store store = open(new RealDisk())) {
      storeVariant(store, "de");
      storeVariant(store, "en");
      Verified verified =
          store.verify(
              done -> {
                for (StoredResponse stored : store.find(VARIED)) {
                  if (stored.head().selecting().equals(Fields.of("accept-language", "de"))) {
                    stored.remove();
                    store.flush();
                  }
                }
              });
      assertEquals(1, store.find(VARIED).size());
      assertEquals(2, verified.sound(), verified::toString);
    }
  }
}
