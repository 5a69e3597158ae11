package larder.h2;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Makes folders that only their owner can read: responses were meant for their clients alone. */
final class OwnFolders {
  private OwnFolders() {}

  /** Makes a folder and its parents; existing ones keep their permissions. */
  static void make(Path folder) throws IOException {
    Files.createDirectories(folder, permissions(folder));
  }

  private static FileAttribute<?>[] permissions(Path folder) {
    boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        }
        : new FileAttribute<?>[0];
  }
}
