package larder.h2;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Folders that only their owner can look into: what is stored was for whoever asked. */
final class OwnFolders {
  private OwnFolders() {}

  /** Makes a folder, and those that it lies in; what is there stays as it is. */
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
