package larder.h2;

import java.io.IOException;
import java.sql.SQLException;

/**
 * Holds the catalogue, and another one after it when it fails. Whoever asks takes the one that is
 * there now; replacing it is for one thread.
 */
final class CatalogKeeper implements AutoCloseable {
  private final StoreFolder folder;
  private volatile Catalog catalog;

  private CatalogKeeper(StoreFolder folder, Catalog catalog) {
    this.folder = folder;
    this.catalog = catalog;
  }

  /**
   * Opens the catalogue in that folder. One that does not open on a disk that works is moved aside;
   * with one of another format the store begins anew.
   *
   * @throws StoreFolderException if it is the disk that fails
   */
  static CatalogKeeper open(StoreFolder folder) throws StoreFolderException {
    try {
      return new CatalogKeeper(folder, openOrBeginAnew(folder));
    } catch (SQLException | IOException | RuntimeException e) {
      throw new StoreFolderException(folder.path(), "cannot hold a store", e);
    }
  }

  private static Catalog openOrBeginAnew(StoreFolder folder)
      throws SQLException, IOException, StoreFolderException {
    try {
      return Catalog.open(folder.path());
    } catch (UnknownFormatException e) {
      Faults.beginsAnew(folder.path(), e);
      if (!e.isOlder()) {
        folder.moveAside();
      }
      folder.clear();
    } catch (SQLException | RuntimeException damaged) {
      if (!folder.isWritable()) {
        throw new StoreFolderException(folder.path(), "cannot be written", damaged);
      }
      Faults.movedAside(folder.path(), folder.moveAside(), damaged);
    }
    return openNew(folder);
  }

  private static Catalog openNew(StoreFolder folder) throws SQLException {
    try {
      return Catalog.open(folder.path());
    } catch (UnknownFormatException e) {
      throw new SQLException("A new catalogue has another format", e);
    }
  }

  Catalog catalog() {
    return catalog;
  }

  /** What is done with the catalogue. */
  @FunctionalInterface
  interface Action {
    void on(Catalog catalog) throws SQLException;
  }

  /** What makes of a catalogue that lacks something one that knows what is stored. */
  @FunctionalInterface
  interface Rebuilding {
    void of(Catalog catalog) throws SQLException, IOException;
  }

  /**
   * Changes the catalogue. One that fails is reopened; one that fails then, on a disk that does
   * not, is damaged: another one is begun.
   *
   * @throws IOException if it is the disk that fails
   */
  void change(Action action, Rebuilding rebuilding) throws SQLException, IOException {
    try {
      action.on(catalog);
      return;
    } catch (SQLException | RuntimeException e) {
      Faults.writingIsRetried(folder.path(), e);
    }
    try {
      reopen();
      rebuilding.of(catalog);
      action.on(catalog);
    } catch (SQLException | RuntimeException e) {
      beginAnew(e);
      rebuilding.of(catalog);
      action.on(catalog);
    }
  }

  /** The same catalogue, closed and opened again: what it was told last may be lost. */
  private void reopen() throws SQLException {
    catalog.abandon();
    catalog = openNew(folder);
  }

  /**
   * An empty one in the place of the one that fails like this.
   *
   * @throws IOException if it is the disk that fails
   */
  void beginAnew(Exception damaged) throws SQLException, IOException {
    if (!folder.isWritable()) {
      throw new IOException("The folder cannot be written", damaged);
    }
    catalog.abandon();
    Faults.movedAside(folder.path(), folder.moveAside(), damaged);
    catalog = openNew(folder);
  }

  @Override
  public void close() {
    catalog.close();
  }
}
