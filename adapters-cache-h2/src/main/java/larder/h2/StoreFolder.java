package larder.h2;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The folder of a store: {@code lock}, {@code index.mv.db}, {@code content}, and what was {@code
 * moved-aside} last.
 */
final class StoreFolder implements AutoCloseable {
  private static final String MOVED_ASIDE = "moved-aside";
  private static final String CONTENT = "content";
  private static final int PROBE_BYTES = 64 * 1024;

  private final Path path;
  private final FolderLock lock;

  private StoreFolder(Path path, FolderLock lock) {
    this.path = path;
    this.lock = lock;
  }

  static StoreFolder open(Path folder) throws StoreInUseException, StoreFolderException {
    Path path = folder.toAbsolutePath().normalize();
    if (path.toString().indexOf(';') >= 0) {
      throw new StoreFolderException(
          path, "cannot be used: its name has a semicolon", new IllegalArgumentException());
    }
    try {
      Files.createDirectories(path);
      return new StoreFolder(path, FolderLock.take(path));
    } catch (IOException e) {
      throw new StoreFolderException(path, "cannot be written (" + reason(e) + ")", e);
    }
  }

  private static String reason(IOException e) {
    String message = e.getMessage();
    return e.getClass().getSimpleName().replace("Exception", "") + ": " + message;
  }

  Path path() {
    return path;
  }

  Path content() {
    return path.resolve(CONTENT);
  }

  /**
   * Makes place for a new index; one that was moved aside before is deleted. The contents stay:
   * those that the new index does not know are swept away.
   */
  Path moveAside() throws IOException {
    Path aside = path.resolve(MOVED_ASIDE);
    Files.createDirectories(aside);
    for (Path old : files(aside, "*")) {
      Files.delete(old);
    }
    for (Path file : files(path, Index.NAME + ".*")) {
      Files.move(file, aside.resolve(file.getFileName()));
    }
    return aside;
  }

  /** Whether it can be written now. */
  boolean isWritable() {
    try {
      Path probe = path.resolve("probe");
      Files.write(probe, new byte[PROBE_BYTES]);
      Files.delete(probe);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Deletes the index: what cannot be trusted is not opened again. */
  void discardIndex() {
    try {
      for (Path file : files(path, Index.NAME + ".*")) {
        Files.delete(file);
      }
    } catch (IOException e) {
      // A disk that refuses even this has said so before.
    }
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

  @Override
  public void close() {
    lock.close();
  }
}
