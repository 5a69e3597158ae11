package larder.app.command;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.UserPrincipal;

/**
 * Devices, pipes and everything else that is not a regular file: output goes into it, and must not
 * replace it.
 */
final class Devices {
  private static final Path DEVICES = Path.of("/dev");
  private static final Path TERMINALS = Path.of("/dev/pts");
  private static final Path PROCESSES = Path.of("/proc");

  private Devices() {}

  /**
   * Whether the path is one. {@code /dev/stdout} is, even if it leads to a file: the link is the
   * system's.
   */
  static boolean include(Path path) throws IOException {
    return Files.exists(path) && (!Files.isRegularFile(path) || isOfTheSystem(path));
  }

  /** Whether only the system creates entries there. Any user may do so below {@code /dev/shm}. */
  private static boolean isOfTheSystem(Path path) throws IOException {
    Path folder = path.toAbsolutePath().resolveSibling(".").toRealPath();
    return folder.equals(DEVICES) || folder.equals(TERMINALS) || folder.startsWith(PROCESSES);
  }

  /** Whether it belongs to us, or to root, who can read everything anyway. Links are followed. */
  private static boolean isOurs(Path device) throws IOException {
    UserPrincipal owner = Files.getOwner(device);
    return owner.getName().equals("root") || owner.equals(us());
  }

  /** The owner of the files that we make; Java's name for this user may not exist. */
  private static UserPrincipal us() throws IOException {
    Path made = Files.createTempFile("larder-", ".owner");
    try {
      return Files.getOwner(made);
    } finally {
      Files.delete(made);
    }
  }

  /**
   * Opens the device to append to it.
   *
   * @throws IOException if it cannot be opened, or belongs to another user: otherwise a user who
   *     can put a pipe in place of a file would get its content
   */
  static OutputStream open(Path device) throws IOException {
    if (!isOfTheSystem(device) && !isOurs(device)) {
      throw new IOException(device + " belongs to another user");
    }
    return Files.newOutputStream(device, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
  }
}
