package larder.h2;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import larder.store.StoreGroup;
import larder.store.StoreKey;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;

/** The index on disk, for those who read: connections are lent for one query each. */
final class Index implements AutoCloseable {
  static final String NAME = "index";

  /** Small enough to be read along with the head, at hardly any cost. */
  private static final int READ_ALONG = 16 * 1024;

  private static final String ROW = "r.id, r.uri, r.head, r.length, r.checksum, r.size, r.used";

  private static final String FIND =
      "SELECT "
          + ROW
          + ", c.bytes FROM response r LEFT JOIN content c ON c.id = r.id AND r.length <= "
          + READ_ALONG
          + " WHERE r.hash = ? AND r.uri = ?";

  private static final String READ = "SELECT bytes FROM content WHERE id = ?";

  private static final String PAGE =
      "SELECT " + ROW + ", NULL FROM response r WHERE r.id > ? ORDER BY r.id LIMIT 500";

  private static final long CONNECTION_TIMEOUT_MILLIS = 2000;

  private final JdbcDataSource source;
  private final HikariDataSource pool;

  private Index(JdbcDataSource source, HikariDataSource pool) {
    this.source = source;
    this.pool = pool;
  }

  /**
   * Opens the index, made anew if it is not there.
   *
   * @param lastRun the run before, asked only if there is no index that knows
   * @throws SQLException if it does not open or has another format
   */
  static Index open(Path folder, H2Settings settings, LongSupplier lastRun) throws SQLException {
    JdbcDataSource source = new JdbcDataSource();
    source.setURL(url(folder, settings.indexCacheBytes()));
    source.setUser("");
    source.setPassword("");
    try (Connection connection = source.getConnection()) {
      Schema.prepare(connection, lastRun);
      return new Index(source, pool(source));
    }
  }

  /**
   * A file on this machine and nothing else. Without {@code retry}, a thread that is interrupted
   * while it reads would close the file for all others.
   */
  static String url(Path folder, long cacheBytes) {
    return "jdbc:h2:retry:"
        + folder.resolve(NAME)
        + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0;CACHE_SIZE="
        + cacheBytes / 1024;
  }

  private static HikariDataSource pool(JdbcDataSource source) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("larder-h2");
    config.setDataSource(source);
    config.setMaximumPoolSize(2 * Math.max(4, Runtime.getRuntime().availableProcessors()));
    config.setMinimumIdle(1);
    config.setMaxLifetime(0);
    config.setConnectionTimeout(CONNECTION_TIMEOUT_MILLIS);
    return new HikariDataSource(config);
  }

  /** The one connection that writes. */
  IndexWriter writer() throws SQLException {
    return new IndexWriter(source.getConnection());
  }

  /** What URIs are found by. Cryptographic: nobody can make many of the same hash. */
  static long hash(String uri) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(uri.getBytes(StandardCharsets.UTF_8));
      long hash = 0;
      for (int i = 0; i < Long.BYTES; i++) {
        hash = hash << 8 | (digest[i] & 0xff);
      }
      return hash;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  List<Row> find(long hash, String uri) throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement query = connection.prepareStatement(FIND)) {
      return find(query, hash, uri);
    }
  }

  static PreparedStatement prepareFind(Connection connection) throws SQLException {
    return connection.prepareStatement(FIND);
  }

  static List<Row> find(PreparedStatement query, long hash, String uri) throws SQLException {
    query.setLong(1, hash);
    query.setString(2, uri);
    return rows(query);
  }

  private static List<Row> rows(PreparedStatement query) throws SQLException {
    try (ResultSet found = query.executeQuery()) {
      List<Row> rows = new ArrayList<>(1);
      while (found.next()) {
        rows.add(
            new Row(
                found.getLong(1),
                found.getString(2),
                found.getBytes(3),
                found.getLong(4),
                found.getInt(5),
                found.getLong(6),
                found.getLong(7),
                found.getBytes(8)));
      }
      return rows;
    }
  }

  /** Under which keys the group has responses. */
  List<StoreKey> find(StoreGroup group) throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement query = connection.prepareStatement(GroupRows.FIND)) {
      return GroupRows.find(query, group);
    }
  }

  /** What is kept of a content; null if it is not there. */
  byte @Nullable [] read(long id) throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement query = connection.prepareStatement(READ)) {
      query.setLong(1, id);
      try (ResultSet found = query.executeQuery()) {
        return found.next() ? found.getBytes(1) : null;
      }
    }
  }

  /** Page by page: no connection is held while the visitor is at work. */
  void forEach(Consumer<Row> visitor) throws SQLException {
    long after = Long.MIN_VALUE;
    List<Row> page;
    do {
      page = pageAfter(after);
      for (Row row : page) {
        visitor.accept(row);
        after = row.id();
      }
    } while (!page.isEmpty());
  }

  private List<Row> pageAfter(long id) throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement query = connection.prepareStatement(PAGE)) {
      query.setLong(1, id);
      return rows(query);
    }
  }

  boolean has(long id) throws SQLException {
    return read(id) != null;
  }

  @Override
  public void close() {
    pool.close();
  }
}
