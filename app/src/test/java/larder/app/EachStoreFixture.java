package larder.app;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

/** A proxy for each test, with each store in its turn. */
abstract class EachStoreFixture extends ProxyFixture {
  @Parameter StoreKind kind;
  @TempDir Path folder;

  @Override
  Setup setup() {
    return new Setup().storing(kind.in(folder));
  }
}
