package larder.h2;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Where packs and contents are kept. Tests use one that fails on purpose. */
interface Disk {
  /** Creates a file, and its folder if needed. */
  DiskFile create(Path file) throws IOException;

  /**
   * Opens a file to read it, and to write it in place.
   *
   * @throws java.nio.file.NoSuchFileException if it does not exist
   */
  DiskFile open(Path file) throws IOException;

  /**
   * When a file was last written to, in nanoseconds since 1970.
   *
   * @throws java.nio.file.NoSuchFileException if it does not exist
   */
  long modified(Path file) throws IOException;

  /** Deletes a file if it exists. */
  void delete(Path file) throws IOException;

  /** The names of the files in a folder; none if the folder does not exist. */
  List<String> names(Path folder) throws IOException;
}
