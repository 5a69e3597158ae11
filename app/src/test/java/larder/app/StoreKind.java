package larder.app;

import java.nio.file.Path;

/** The stores that {@code --cache} can choose. */
enum StoreKind {
  MEMORY {
    @Override
    Settings.Store in(Path folder) {
      return new Settings.InMemory(SIZE);
    }
  },
  H2 {
    @Override
    Settings.Store in(Path folder) {
      return new Settings.OnDisk(folder, SIZE, SIZE);
    }
  };

  private static final long SIZE = 64 << 20;

  abstract Settings.Store in(Path folder);
}
