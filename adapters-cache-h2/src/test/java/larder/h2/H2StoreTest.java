package larder.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import larder.store.Appraisal;
import larder.store.ResponseStore;
import larder.store.StoreSize;
import larder.store.contract.DurableStoreContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store on disk keeps every promise. */
class H2StoreTest extends DurableStoreContract {
  @Override
  protected ResponseStore openStore(Path in) throws Exception {
    return H2Store.open(H2Settings.of(in, 200_000_000));
  }

  @Override
  protected ResponseStore openSmallStore(Path in) throws Exception {
    return H2Store.open(
        new H2Settings(
            in,
            MAX_BYTES,
            MAX_OBJECT_BYTES,
            2_000_000,
            MAX_VARIANTS,
            Duration.ofMillis(5),
            Appraisal.NONE,
            InstantSource.system()));
  }

  @Override
  protected void settle(ResponseStore store) {
    ((H2Store) store).flush();
  }

  @Override
  protected void alterFormat(Path in) throws SQLException {
    execute(in, "UPDATE store SET format = 99");
  }

  private static void execute(Path in, String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:h2:file:" + in.resolve("index"), "", "");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void aStoreOfAnEarlierVersionBeginsAnewAndLeavesNothingOfItBehind(@TempDir Path in)
      throws Exception {
    execute(in, "CREATE TABLE store (format INT NOT NULL, run BIGINT NOT NULL)");
    execute(in, "INSERT INTO store VALUES (2, 7)");
    Path content = Files.createDirectories(in.resolve("content/07")).resolve("7000000007");
    Files.write(content, new byte[100_000]);
    try (H2Store store = H2Store.open(H2Settings.of(in, 200_000_000))) {
      assertEquals(new StoreSize(0, 0), store.size());
      assertFalse(Files.exists(content));
      Killed.store(store, 1);
    }
    try (ResponseStore store = openStore(in)) {
      assertEquals(1, store.find(Killed.key(1)).size());
    }
  }

  private static String mode(Path folder) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder));
  }

  /** It holds what was stored for whoever asked. */
  @Test
  void foldersOfItsOwnAreTheirOwnersAlone(@TempDir Path in) throws Exception {
    String usual = mode(Files.createDirectory(in.resolve("usual")));
    Path folder = in.resolve("between/store");
    try (ResponseStore store = openStore(folder)) {
      Killed.store((H2Store) store, 1);
      settle(store);
      assertEquals(usual, mode(in.resolve("between")));
      assertEquals("rwx------", mode(folder));
      assertEquals("rwx------", mode(folder.resolve("packs")));
    }
  }

  @Test
  void aFolderThatWasThereIsLeftAsItsOwnerMadeIt(@TempDir Path in) throws Exception {
    Path folder = Files.createDirectory(in.resolve("store"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path link = Files.createSymbolicLink(in.resolve("link"), folder);
    try (ResponseStore store = openStore(link)) {
      Killed.store((H2Store) store, 1);
      settle(store);
      assertEquals("rwxr-xr-x", mode(folder));
      assertEquals("rwx------", mode(folder.resolve("packs")));
    }
  }

  @Override
  protected Class<? extends Exception> inUse() {
    return StoreInUseException.class;
  }
}
