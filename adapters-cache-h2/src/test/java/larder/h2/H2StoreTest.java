package larder.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import larder.http.Fields;
import larder.store.PendingResponse;
import larder.store.ResponseStore;
import larder.store.StoreGroup;
import larder.store.StoreKey;
import larder.store.StoredHead;
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
            1 << 20));
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
  void aStoreFromBeforeGroupsIsUpgradedWithAllThatItHas(@TempDir Path in) throws Exception {
    StoreKey key = new StoreKey("http://origin.example.org/old");
    StoredHead head =
        new StoredHead(
            200,
            "OK",
            Fields.of("Cache-Groups", "\"a\", \"b\""),
            Fields.EMPTY,
            Instant.EPOCH,
            Instant.EPOCH);
    try (ResponseStore store = openStore(in);
        PendingResponse pending = store.begin(key, head, OptionalLong.of(0))) {
      pending.commit();
    }
    execute(in, "DROP TABLE response_group");
    execute(in, "UPDATE store SET format = 1");
    try (ResponseStore store = openStore(in)) {
      assertEquals(1, store.find(key).size());
      store.invalidate(new StoreGroup("http://origin.example.org", "b"));
      assertEquals(List.of(), store.find(key));
    }
    try (ResponseStore store = openStore(in)) {
      assertEquals(List.of(), store.find(key));
    }
  }

  @Override
  protected Class<? extends Exception> inUse() {
    return StoreInUseException.class;
  }
}
