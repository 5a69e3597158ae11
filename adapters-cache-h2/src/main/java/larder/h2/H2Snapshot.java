package larder.h2;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import larder.http.Body;
import larder.http.ByteRange;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;
import larder.store.StoreKey;
import larder.store.StoredHead;
import larder.store.StoredResponse;
import org.h2.Driver;

/**
 * What a store holds that nobody has open, to be looked at and not changed: nothing is evicted,
 * mended or moved aside. Holds the folder meanwhile. For one thread.
 */
public final class H2Snapshot implements AutoCloseable {
  private static final long CACHE_BYTES = 4L << 20;

  private final Path folder;
  private final StoreFolder held;
  private final Connection connection;

  private H2Snapshot(Path folder, StoreFolder held, Connection connection) {
    this.folder = folder;
    this.held = held;
    this.connection = connection;
  }

  /**
   * @throws StoreInUseException if another process, or this one, has it open
   * @throws StoreFolderException if there is no store, or none that can be read
   */
  public static H2Snapshot open(Path folder) throws StoreInUseException, StoreFolderException {
    Path path = folder.toAbsolutePath().normalize();
    if (!Files.exists(path.resolve(Index.NAME + ".mv.db"))) {
      throw new StoreFolderException(
          path, "holds no store", new NoSuchFileException(path.toString()));
    }
    StoreFolder held = StoreFolder.open(path);
    try {
      String url = Index.url(path, CACHE_BYTES) + ";ACCESS_MODE_DATA=r;IFEXISTS=TRUE";
      Connection connection = new Driver().connect(url, new Properties());
      return new H2Snapshot(path, held, connection);
    } catch (SQLException | RuntimeException e) {
      held.close();
      throw unreadable(path, e);
    }
  }

  private static StoreFolderException unreadable(Path folder, Exception e) {
    return new StoreFolderException(folder, "holds a store that cannot be read", e);
  }

  /**
   * What is stored under that key, the one received last first; without what is damaged.
   *
   * @throws StoreFolderException if the store cannot be read
   */
  public List<StoredResponse> find(StoreKey key) throws StoreFolderException {
    try (PreparedStatement query = Index.prepareFind(connection)) {
      List<StoredResponse> found = new ArrayList<>();
      for (Row row : Index.find(query, Index.hash(key.uri()), key.uri())) {
        try {
          StoredHead head = HeadCodec.decode(row.head(), row.uri(), row.length(), row.checksum());
          found.add(new AtRest(key, head, row.length()));
        } catch (DamagedException e) {
          // The store itself would not serve it either.
        }
      }
      found.sort((a, b) -> b.head().receivedAt().compareTo(a.head().receivedAt()));
      return found;
    } catch (SQLException | RuntimeException e) {
      throw unreadable(folder, e);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      // Nothing was written.
    } finally {
      held.close();
    }
  }

  /** Looked at alone. */
  private record AtRest(StoreKey key, StoredHead head, long length) implements StoredResponse {
    @Override
    public Body open() throws TransferException {
      throw new TransferException(Side.STORE, Kind.FAILED, "The store is only looked at");
    }

    @Override
    public Body open(ByteRange range) throws TransferException {
      return open();
    }

    @Override
    public void freshen(StoredHead other) {}

    @Override
    public void remove() {}
  }
}
