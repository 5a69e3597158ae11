package larder.h2;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;

/**
 * Holds the index, and another one after it: reopened when it fails, begun anew when it is damaged.
 * Whoever reads takes the one that is there now; replacing it is the writer's alone.
 */
final class IndexKeeper implements AutoCloseable {
  /** Identities count up from here within one run, so that no two runs have one in common. */
  static final int RUN_SHIFT = 36;

  private final StoreFolder folder;
  private final H2Settings settings;
  private final ContentFiles files;
  private final long run;
  private volatile Opened opened;

  private IndexKeeper(StoreFolder folder, H2Settings settings, ContentFiles files, Opened opened) {
    this.folder = folder;
    this.settings = settings;
    this.files = files;
    this.run = opened.writer.run();
    this.opened = opened;
  }

  /**
   * Opens the index in that folder; one that does not open on a disk that works is moved aside.
   *
   * @throws StoreFolderException if it is the disk that fails
   */
  static IndexKeeper open(StoreFolder folder, H2Settings settings) throws StoreFolderException {
    ContentFiles files = new ContentFiles(folder.content());
    try {
      return new IndexKeeper(folder, settings, files, tryOpen(folder, settings, files, 0));
    } catch (SQLException | RuntimeException damaged) {
      if (!folder.isWritable()) {
        throw new StoreFolderException(folder.path(), "cannot be written", damaged);
      }
      try {
        Path aside = folder.moveAside();
        Faults.movedAside(folder.path(), aside, damaged);
        return new IndexKeeper(folder, settings, files, tryOpen(folder, settings, files, 0));
      } catch (IOException | SQLException | RuntimeException e) {
        e.addSuppressed(damaged);
        throw new StoreFolderException(folder.path(), "cannot hold a store", e);
      }
    }
  }

  private static Opened tryOpen(
      StoreFolder folder, H2Settings settings, ContentFiles files, long run) throws SQLException {
    Index index =
        Index.open(folder.path(), settings, () -> Math.max(run, files.highestId() >>> RUN_SHIFT));
    try {
      return new Opened(index, index.writer());
    } catch (SQLException | RuntimeException e) {
      index.close();
      throw e;
    }
  }

  /** Which run of the store this is, whatever index it has by now. */
  long run() {
    return run;
  }

  Index index() {
    return opened.index;
  }

  IndexWriter writer() {
    return opened.writer;
  }

  ContentFiles files() {
    return files;
  }

  /** The same index, closed and opened again. */
  IndexWriter reopen() throws SQLException {
    abandon();
    opened = tryOpen(folder, settings, files, run);
    return opened.writer;
  }

  /**
   * An empty one in the place of the one that fails like this.
   *
   * @throws IOException if it is the disk that fails
   */
  IndexWriter beginAnew(Exception damaged) throws SQLException, IOException {
    if (!folder.isWritable()) {
      throw new IOException("The folder cannot be written", damaged);
    }
    abandon();
    Faults.movedAside(folder.path(), folder.moveAside(), damaged);
    opened = tryOpen(folder, settings, files, run);
    return opened.writer;
  }

  private void abandon() {
    opened.writer.abandon();
    opened.index.close();
  }

  /** Readers last: the index is closed with its last connection. */
  @Override
  public void close() {
    opened.index.close();
    try {
      opened.writer.close();
    } catch (SQLException e) {
      opened.writer.abandon();
    }
  }

  private record Opened(Index index, IndexWriter writer) {}
}
