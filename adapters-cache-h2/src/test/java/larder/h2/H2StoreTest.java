package larder.h2;

import java.nio.file.Path;
import java.time.Duration;
import larder.store.ResponseStore;
import larder.store.contract.BoundedStoreContract;
import org.junit.jupiter.api.io.TempDir;

/** The store on disk keeps every promise. */
class H2StoreTest extends BoundedStoreContract {
  @TempDir private Path folder;

  @Override
  protected ResponseStore openStore() throws Exception {
    return H2Store.open(H2Settings.of(folder.resolve("large"), 200_000_000));
  }

  @Override
  protected ResponseStore openSmallStore() throws Exception {
    return H2Store.open(
        new H2Settings(
            folder.resolve("small"),
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
}
