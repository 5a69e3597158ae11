package larder.app.command;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.UserPrincipal;

/**
 * Devices, pipes and whatever else is no file: who names one wants it written into, and nothing put
 * in its place.
 */
final class Devices {
  private static final Path DEVICES = Path.of("/dev");
  private static final Path TERMINALS = Path.of("/dev/pts");
  private static final Path PROCESSES = Path.of("/proc");

  private Devices() {}

  /**
   * Whether that is one. So is {@code /dev/stdout}, although a file may be what it leads to: the
   * link is the system's.
   */
  static boolean include(Path path) throws IOException {
    return Files.exists(path) && (!Files.isRegularFile(path) || isOfTheSystem(path));
  }

  /** Whether only the system puts something there. All may do so below {@code /dev/shm}. */
  private static boolean isOfTheSystem(Path path) throws IOException {
    Path folder = path.toAbsolutePath().resolveSibling(".").toRealPath();
    return folder.equals(DEVICES) || folder.equals(TERMINALS) || folder.startsWith(PROCESSES);
  }

  /** Ours, or that of root, who gets everything anyway. What a link leads to counts. */
  private static boolean isOurs(Path device) throws IOException {
    UserPrincipal owner = Files.getOwner(device);
    return owner.getName().equals("root") || owner.equals(us());
  }

  /** Whoever owns what we make: the name that Java has for us may be none. */
  private static UserPrincipal us() throws IOException {
    Path made = Files.createTempFile("larder-", ".owner");
    try {
      return Files.getOwner(made);
    } finally {
      Files.delete(made);
    }
  }

  /**
   * What is written there comes behind what is there.
   *
   * @throws IOException if that cannot be, or it is another user's: who can put a pipe where a file
   *     is to be gets what was meant for the file
   */
  static OutputStream open(Path device) throws IOException {
    if (!isOfTheSystem(device) && !isOurs(device)) {
      throw new IOException(device + " belongs to another user");
    }
    return Files.newOutputStream(device, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
  }
}
