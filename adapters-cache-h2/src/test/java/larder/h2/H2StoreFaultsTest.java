package larder.h2;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import larder.http.Fields;
import larder.http.TransferException;
import larder.store.Appraisal;
import larder.store.PendingResponse;
import larder.store.StoreGroup;
import larder.store.StoredHead;
import larder.store.StoredResponse;
import larder.test.log.Overheard;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The worst days of a store: killed, kept out, moved aside. Alone, as it measures time lost. */
@Isolated
class H2StoreFaultsTest {
  @TempDir private Path folder;

  private H2Store open() throws Exception {
    return H2Store.open(H2Settings.of(folder, 1L << 30));
  }

  @Test
  void killedAgainAndAgainItKeepsWhatWasWrittenAndGivesNothingWrong() throws Exception {
    int first = 0;
    for (int round = 0; round < 3; round++) {
      Killed.Said said = Killed.storeUntilKilled(folder, first, 4 + round);
      assertTrue(said.written() >= first, "it had time to write something");
      first = said.committed().getLast() + 1;
      try (H2Store store = open()) {
        for (int number : said.committed()) {
          List<StoredResponse> found = store.find(Killed.key(number));
          assertTrue(!found.isEmpty() || number > said.written(), () -> "lost: " + number);
          for (StoredResponse stored : found) {
            assertArrayEquals(Killed.content(number), Killed.read(stored));
          }
        }
      }
    }
  }

  @Test
  void aFolderInUseNamesItselfAndItsHolder() throws Exception {
    try (H2Store store = open()) {
      StoreInUseException refused = assertThrows(StoreInUseException.class, this::open);
      assertEquals(folder, refused.folder());
      assertEquals(ProcessHandle.current().pid(), refused.pid());
      assertTrue(refused.getMessage().contains(folder.toString()));
      assertTrue(refused.getMessage().contains(Long.toString(refused.pid())));
      assertEquals(0, store.size().responses());
    }
  }

  @Test
  void aLockFileOfAKilledProcessHindersNobody() throws Exception {
    Files.writeString(folder.resolve("lock"), "4194304999\n");
    open().close();
  }

  @Test
  void aFolderThatCannotBeWrittenNamesItself() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    Path inside = file.resolve("store");
    StoreFolderException refused =
        assertThrows(
            StoreFolderException.class, () -> H2Store.open(H2Settings.of(inside, 1L << 30)));
    assertEquals(inside, refused.folder());
    String said = String.valueOf(refused.getMessage());
    assertTrue(
        said.contains(inside + " cannot be") && said.endsWith("(" + file + " is no folder)"), said);
  }

  @Test
  void aNameThatWouldBeReadAsSettingsIsRefused() {
    Path name = folder.resolve("a;INIT=DROP ALL OBJECTS");
    assertThrows(StoreFolderException.class, () -> H2Store.open(H2Settings.of(name, 1L << 30)));
    assertFalse(Files.exists(name));
  }

  @Test
  void oneStoreThatDidNotOpenIsKeptAsideAndNoMore() throws Exception {
    for (String garbage : List.of("first", "second")) {
      Files.writeString(folder.resolve("index.mv.db"), garbage);
      open().close();
      assertEquals(garbage, Files.readString(folder.resolve("moved-aside/index.mv.db")));
    }
    try (Stream<Path> aside = Files.list(folder.resolve("moved-aside"))) {
      assertEquals(1, aside.count());
    }
  }

  @Test
  void aDamagedByteOfAPackCostsOneResponseAtMost() throws Exception {
    int count = 60;
    try (H2Store store = open()) {
      for (int number = 0; number < count; number++) {
        Killed.store(store, number);
      }
      store.flush();
    }
    Random random = new Random(7);
    int whole = count;
    for (int round = 0; round < 10; round++) {
      damageOneByte(random);
      int before = whole;
      whole = 0;
      try (H2Store store = open()) {
        for (int number = 0; number < count; number++) {
          whole += isServedRight(store, number) ? 1 : 0;
        }
      }
      assertTrue(whole >= before - 1, "%d of %d".formatted(whole, before));
    }
  }

  private void damageOneByte(Random random) throws Exception {
    List<Path> packs;
    try (Stream<Path> files = Files.list(folder.resolve("packs"))) {
      packs = files.sorted().toList();
    }
    Path pack = packs.get(random.nextInt(packs.size()));
    byte[] bytes = Files.readAllBytes(pack);
    bytes[random.nextInt(bytes.length)] ^= (byte) (1 + random.nextInt(255));
    Files.write(pack, bytes);
  }

  /** False if it is not there; it is never another one. */
  private static boolean isServedRight(H2Store store, int number) {
    for (StoredResponse stored : store.find(Killed.key(number))) {
      byte[] read;
      try {
        read = Killed.read(stored);
      } catch (TransferException e) {
        return false;
      }
      assertArrayEquals(Killed.content(number), read);
      return true;
    }
    return false;
  }

  @Test
  void whereTheClockShowsLessThanBeforeNobodyKnowsHowOldAnythingIs() throws Exception {
    Instant noon = Instant.parse("2026-03-01T12:00:00Z");
    openAt(noon, store -> storeAt(store, 1, noon));
    openAt(noon.minusSeconds(3), store -> assertNotEquals(Instant.EPOCH, receivedAt(store, 1)));
    openAt(
        noon.minusSeconds(86_400),
        store -> {
          assertEquals(Instant.EPOCH, receivedAt(store, 1));
          storeAt(store, 2, noon.minusSeconds(86_400));
        });
    openAt(
        noon.plusSeconds(600),
        store -> {
          assertEquals(Instant.EPOCH, receivedAt(store, 1), "nor when it has caught up");
          assertNotEquals(Instant.EPOCH, receivedAt(store, 2));
        });
  }

  /** Even if he who looks after what a killed process left is killed, too. */
  @Test
  void whoLooksAfterTheStoreAtAnEarlierTimeDoesNotHideThatTheClockWasSetBack() throws Exception {
    Instant noon = Instant.parse("2026-03-01T12:00:00Z");
    Instant earlier = noon.minusSeconds(3600);
    Path serving = folder.resolve("serving");
    Path atRest = folder.resolve("at-rest");
    openAt(serving, noon, store -> assertEquals(0, store.size().responses()));
    openAt(
        serving,
        noon,
        store -> {
          storeAt(store, 1, noon);
          store.flush();
          copy(serving, atRest);
        });
    Path later = folder.resolve("later");
    try (H2Store store = H2Store.openAtRest(atRest, Appraisal.NONE, () -> earlier)) {
      assertEquals(1, store.size().responses());
      copy(atRest, later);
    }
    openAt(later, earlier, store -> assertEquals(Instant.EPOCH, receivedAt(store, 1)));
  }

  /** As who is killed leaves it. */
  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path file : all.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    }
  }

  private interface Step {
    void with(H2Store store) throws Exception;
  }

  private void openAt(Instant time, Step step) throws Exception {
    openAt(folder, time, step);
  }

  private static void openAt(Path folder, Instant time, Step step) throws Exception {
    H2Settings settings = H2Settings.of(folder, 1L << 30);
    try (H2Store store = H2Store.open(settings.withAppraisal(settings.appraisal(), () -> time))) {
      step.with(store);
    }
  }

  private static void storeAt(H2Store store, int number, Instant time) throws TransferException {
    StoredHead head = new StoredHead(200, "OK", Fields.EMPTY, Fields.EMPTY, time, time);
    store.begin(Killed.key(number), head, OptionalLong.of(0)).commit();
  }

  private static Instant receivedAt(H2Store store, int number) {
    return store.find(Killed.key(number)).getFirst().head().receivedAt();
  }

  @Test
  void aDiskThatCannotBeReadIsAsIfNothingWereThere() throws Exception {
    FaultyDisk disk = new FaultyDisk();
    try (H2Store store = H2Store.open(H2Settings.of(folder, 1L << 30), disk)) {
      Killed.store(store, 1);
      Killed.store(store, 20);
      store.flush();
      StoredResponse large = store.find(Killed.key(20)).getFirst();
      disk.setUnreadable(true);
      assertEquals(List.of(), store.find(Killed.key(1)));
      assertThrows(TransferException.class, () -> Killed.read(large));
      disk.setUnreadable(false);
      assertArrayEquals(Killed.content(1), Killed.read(store.find(Killed.key(1)).getFirst()));
      assertArrayEquals(Killed.content(20), Killed.read(store.find(Killed.key(20)).getFirst()));
    }
  }

  /** As a validation in the background is, at the end. */
  @Test
  void whoIsInterruptedWhileHeStoresDoesNotBlameTheDisk() throws Exception {
    try (Overheard log = Overheard.of("larder.h2", folder.toString());
        H2Store store = open();
        PendingResponse pending =
            store.begin(Killed.key(20), Killed.HEAD, OptionalLong.of(200_000))) {
      Thread.currentThread().interrupt();
      try {
        assertThrows(TransferException.class, () -> pending.append(ByteBuffer.allocate(200_000)));
      } finally {
        assertTrue(Thread.interrupted());
      }
      assertEquals(List.of(), log.said());
    }
  }

  @Test
  void anIndexThatIsLostCostsNothing() throws Exception {
    try (H2Store store = open()) {
      for (int number = 0; number < 50; number++) {
        Killed.store(store, number);
      }
      store.invalidate(Killed.key(7));
    }
    Files.delete(folder.resolve("index.mv.db"));
    try (H2Store store = open()) {
      assertEquals(49, store.size().responses());
      assertEquals(List.of(), store.find(Killed.key(7)));
      for (int number = 0; number < 50; number++) {
        for (StoredResponse stored : store.find(Killed.key(number))) {
          assertArrayEquals(Killed.content(number), Killed.read(stored));
        }
      }
      Killed.store(store, 50);
    }
    try (H2Store store = open()) {
      assertEquals(50, store.size().responses());
    }
  }

  /** One that broke just now is only opened again, and has lost what it was told last. */
  @ParameterizedTest
  @ValueSource(strings = {"CHECKPOINT", "SELECT 1"})
  void anIndexThatIsMadeAnewKnowsWhatTheOneBeforeKnewOfTheStore(String last) throws Exception {
    Instant noon = Instant.parse("2026-03-01T12:00:00Z");
    open().close();
    String before;
    try (H2Store store = open()) {
      storeAt(store, 1, noon);
      store.distrustAges();
      store.flush();
      before = row();
      try (Connection connection = DriverManager.getConnection(Catalog.url(folder), "", "");
          Statement statement = connection.createStatement()) {
        statement.execute("DROP TABLE member");
        statement.execute(last);
      }
      Killed.storeInGroup(store, 2, "a");
      store.flush();
      assertEquals(before, row());
    }
    assertTrue(last.equals("SELECT 1") || Files.exists(folder.resolve("moved-aside/index.mv.db")));
    try (H2Store store = open()) {
      assertEquals(Instant.EPOCH, receivedAt(store, 1));
      assertEquals(1, store.find(Killed.key(2)).size());
    }
  }

  /** What the index knows that stands nowhere else. */
  private String row() throws Exception {
    try (Connection connection = DriverManager.getConnection(Catalog.url(folder), "", "");
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT run, distrusted, bound, closed FROM store")) {
      assertTrue(row.next());
      return row.getLong(1) + " " + row.getLong(2) + " " + row.getLong(3) + row.getBoolean(4);
    }
  }

  @Test
  void anIndexThatBreaksWhileItIsOpenIsMadeAnew() throws Exception {
    StoreGroup group = new StoreGroup("http://origin.example.org", "a");
    try (H2Store store = open()) {
      Killed.store(store, 1);
      Killed.storeInGroup(store, 2, "a");
      store.flush();
      try (Connection connection = DriverManager.getConnection(Catalog.url(folder), "", "");
          Statement statement = connection.createStatement()) {
        statement.execute("DROP TABLE member");
      }
      Killed.storeInGroup(store, 3, "a");
      store.flush();
      assertEquals(3, store.size().responses());
      store.invalidate(group);
      assertEquals(List.of(), store.find(Killed.key(2)));
      assertEquals(List.of(), store.find(Killed.key(3)));
    }
    try (H2Store store = open()) {
      assertEquals(1, store.size().responses());
      assertArrayEquals(Killed.content(1), Killed.read(store.find(Killed.key(1)).getFirst()));
    }
  }
}
