package larder.endurance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** How much files have. */
final class DiskUse {
  private DiskUse() {}

  /** The bytes of all files in the folder, at whatever depth; none for one that goes meanwhile. */
  static long of(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
