package larder.h2;

import java.io.IOException;
import java.sql.SQLException;

/**
 * Holds the catalogue, and replaces it when it fails. Any thread may ask for the current one; one
 * thread replaces it.
 */
final class CatalogKeeper implements AutoCloseable {
  private final StoreFolder folder;
  private volatile Catalog catalog;

  private CatalogKeeper(StoreFolder folder, Catalog catalog) {
    this.folder = folder;
    this.catalog = catalog;
  }

  /**
   * Opens the catalogue in that folder. If it does not open although the disk works, it is moved
   * aside; if it has another format, the store begins anew.
   *
   * @throws StoreFolderException if the disk fails
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

  /** An operation on the catalogue. */
  @FunctionalInterface
  interface Action {
    void on(Catalog catalog) throws SQLException;
  }

  /** Completes a catalogue that lacks something. */
  @FunctionalInterface
  interface Rebuilding {
    void of(Catalog catalog) throws SQLException, IOException;
  }

  /**
   * Changes the catalogue. If that fails, reopens it and tries again. If it fails again although
   * the disk works, the catalogue is damaged, and a new one is begun.
   *
   * @throws IOException if the disk fails
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

  /** Closes the catalogue and opens it again; its latest changes may be lost. */
  private void reopen() throws SQLException {
    catalog.abandon();
    catalog = openNew(folder);
  }

  /**
   * Replaces the catalogue that fails with this exception by an empty one.
   *
   * @throws IOException if the disk fails
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
