package larder.h2;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What packs and contents are kept on. A test has one that fails on purpose. */
interface Disk {
  /** A new file; its folder is made if need be. */
  DiskFile create(Path file) throws IOException;

  /**
   * A file to be read, and written in place.
   *
   * @throws java.nio.file.NoSuchFileException if it is not there
   */
  DiskFile open(Path file) throws IOException;

  /** If it is there. */
  void delete(Path file) throws IOException;

  /** The names of what is in a folder; none if that is not there. */
  List<String> names(Path folder) throws IOException;
}
