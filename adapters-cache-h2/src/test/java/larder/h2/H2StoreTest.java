package larder.h2;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import larder.store.ResponseStore;
import larder.store.contract.DurableStoreContract;

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
    try (Connection connection =
            DriverManager.getConnection("jdbc:h2:file:" + in.resolve("index"), "", "");
        Statement statement = connection.createStatement()) {
      statement.execute("UPDATE store SET format = 99");
    }
  }

  @Override
  protected Class<? extends Exception> inUse() {
    return StoreInUseException.class;
  }
}
