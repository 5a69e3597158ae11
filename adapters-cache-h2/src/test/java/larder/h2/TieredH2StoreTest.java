package larder.h2;

import java.nio.file.Path;
import larder.store.ResponseStore;
import larder.store.TieredStore;
import larder.store.contract.MapStore;
import larder.store.contract.ResponseStoreContract;
import org.junit.jupiter.api.io.TempDir;

/** The store on disk behind another keeps the promises of one. */
class TieredH2StoreTest extends ResponseStoreContract {
  @TempDir private Path folder;
  private H2Store back;

  @Override
  protected ResponseStore openStore() throws Exception {
    back = H2Store.open(H2Settings.of(folder, 200_000_000));
    return TieredStore.of(new MapStore(), back);
  }

  @Override
  protected void settle(ResponseStore store) {
    back.flush();
  }
}
