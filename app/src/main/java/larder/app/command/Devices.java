package larder.app.command;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Devices, pipes and whatever else is no file: who names one wants it written into, and nothing put
 * in its place.
 */
final class Devices {
  private static final Path DEVICES = Path.of("/dev");
  private static final Path PROCESSES = Path.of("/proc");

  private Devices() {}

  /**
   * Whether that is one. So is {@code /dev/stdout}, although a file may be what it leads to: the
   * link is the system's.
   */
  static boolean include(Path path) throws IOException {
    if (!Files.exists(path)) {
      return false;
    }
    Path folder = path.toAbsolutePath().resolveSibling(".").toRealPath();
    return !Files.isRegularFile(path) || folder.equals(DEVICES) || folder.startsWith(PROCESSES);
  }

  /** What is written there comes behind what is there. */
  static OutputStream open(Path device) throws IOException {
    return Files.newOutputStream(device, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
  }
}
