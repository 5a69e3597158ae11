package larder.h2;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The folder of a store: {@code lock}, {@code index.mv.db}, {@code content} and no more. */
final class StoreFolder implements AutoCloseable {
  private static final String MOVED_ASIDE = "moved-aside";
  private static final String CONTENT = "content";

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

  /** Makes place for a new store; what was moved aside before is deleted. */
  Path moveAside() throws IOException {
    Path aside = path.resolve(MOVED_ASIDE);
    delete(aside);
    Files.createDirectories(aside);
    for (Path file : belongings()) {
      Files.move(file, aside.resolve(file.getFileName()));
    }
    return aside;
  }

  /** Deletes the index: what cannot be trusted is not opened again. */
  void discardIndex() {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path, Index.NAME + ".*")) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // A disk that refuses even this has said so before.
    }
  }

  private List<Path> belongings() throws IOException {
    try (Stream<Path> all = Files.list(path)) {
      return all.filter(StoreFolder::isOfTheStore).toList();
    }
  }

  private static boolean isOfTheStore(Path file) {
    String name = file.getFileName().toString();
    return name.equals(CONTENT) || name.startsWith(Index.NAME + ".");
  }

  private static void delete(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    try (Stream<Path> all = Files.walk(tree)) {
      for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  @Override
  public void close() {
    lock.close();
  }
}
