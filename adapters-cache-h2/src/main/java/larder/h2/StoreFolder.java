package larder.h2;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The folder of a store: {@code lock}, {@code index.mv.db}, {@code packs}, {@code content}, and
 * {@code moved-aside}, with the index that was last moved aside.
 */
final class StoreFolder implements AutoCloseable {
  private static final String MOVED_ASIDE = "moved-aside";
  private static final String PACKS = "packs";
  private static final String CONTENT = "content";

  private final Path path;
  private final FolderLock lock;
  private final Disk disk;

  private StoreFolder(Path path, FolderLock lock, Disk disk) {
    this.path = path;
    this.lock = lock;
    this.disk = disk;
  }

  static StoreFolder open(Path folder, Disk disk) throws StoreInUseException, StoreFolderException {
    Path path = folder.toAbsolutePath().normalize();
    if (path.toString().indexOf(';') >= 0) {
      throw new StoreFolderException(
          path, "cannot be used: its name has a semicolon", new IllegalArgumentException());
    }
    try {
      Files.createDirectories(path.resolveSibling(""));
      OwnFolders.make(path);
      return new StoreFolder(path, FolderLock.take(path), disk);
    } catch (IOException e) {
      throw new StoreFolderException(path, "cannot be written", e);
    }
  }

  static boolean isStore(Path folder) {
    return Files.exists(folder.resolve(Catalog.NAME + ".mv.db"))
        || Files.isDirectory(folder.resolve(PACKS));
  }

  Path path() {
    return path;
  }

  Disk disk() {
    return disk;
  }

  Path packs() {
    return path.resolve(PACKS);
  }

  Path content() {
    return path.resolve(CONTENT);
  }

  /**
   * Moves the index aside, and deletes the one that was moved aside before. Packs and contents
   * stay.
   */
  Path moveAside() throws IOException {
    Path aside = path.resolve(MOVED_ASIDE);
    OwnFolders.make(aside);
    for (Path old : files(aside, "*")) {
      Files.delete(old);
    }
    for (Path file : files(path, Catalog.NAME + ".*")) {
      Files.move(file, aside.resolve(file.getFileName()));
    }
    return aside;
  }

  /** Whether the folder can be written and read now. */
  boolean isWritable() {
    return new Probe(disk, path.resolve("probe")).works();
  }

  /**
   * Deletes all that is stored, so that what cannot be trusted is not opened again.
   *
   * @throws IOException if something is left
   */
  void clear() throws IOException {
    for (Path file : files(path, Catalog.NAME + ".*")) {
      Files.delete(file);
    }
    deleteTree(packs());
    deleteTree(content());
  }

  /** The same, as far as possible. */
  void discard() {
    try {
      clear();
    } catch (IOException e) {
      // Such a disk has been reported before.
    }
  }

  private static void deleteTree(Path tree) throws IOException {
    if (!Files.isDirectory(tree, LinkOption.NOFOLLOW_LINKS)) {
      Files.deleteIfExists(tree);
      return;
    }
    for (Path each : files(tree, "*")) {
      deleteTree(each);
    }
    Files.delete(tree);
  }

  private static List<Path> files(Path in, String glob) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(in, glob)) {
      files.forEach(found::add);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return found;
  }

  /** The bytes on disk of the files beside packs and contents. */
  long bytesBeside() {
    try {
      long bytes = 0;
      for (Path folder : List.of(path, path.resolve(MOVED_ASIDE))) {
        for (Path file : Files.isDirectory(folder) ? files(folder, "*") : List.<Path>of()) {
          bytes += ContentFiles.bytesOnDisk(Files.isDirectory(file) ? 1 : Files.size(file));
        }
      }
      return bytes;
    } catch (IOException e) {
      return 0;
    }
  }

  @Override
  public void close() {
    lock.close();
  }
}
