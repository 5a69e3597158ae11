package larder.h2;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import larder.store.StoreGroup;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;

/**
 * The records of each pack, kept in H2 so that the packs need not be read. It lags behind the disk
 * by some seconds: at the opening, a pack that it does not know is read record by record.
 *
 * <p>Connections are lent for one query or one transaction each. Safe for all threads.
 */
final class Catalog implements AutoCloseable {
  static final String NAME = "index";

  private static final int LONGEST_PART = 1 << 20;
  private static final int MOST_CONNECTIONS = 4;
  private static final long CONNECTION_TIMEOUT_MILLIS = 2000;
  private static final int CACHE_KIBIBYTES = 4096;

  private final JdbcDataSource source;

  /** Keeps the database open, and serves the opening and the closing of the store. */
  private final Connection keeper;

  private @Nullable HikariDataSource pool;
  private boolean closed;

  private Catalog(JdbcDataSource source, Connection keeper) {
    this.source = source;
    this.keeper = keeper;
  }

  /**
   * The row of the store.
   *
   * @param run the number of the run that begins now
   * @param closed whether the run before was closed and left nothing behind
   */
  record Standing(long run, boolean closed, long seen, long distrusted, long bound) {
    /** Whether the catalogue is new. */
    boolean isFirst() {
      return run == 1;
    }
  }

  /** There may be a response of that group under that key in that pack. */
  record Member(StoreGroup group, long keyHash, int pack) {}

  /**
   * @throws UnknownFormatException if it is not of this version's format
   * @throws SQLException if it does not open
   */
  static Catalog open(Path folder) throws SQLException, UnknownFormatException {
    JdbcDataSource source = new JdbcDataSource();
    source.setURL(url(folder));
    source.setUser("");
    source.setPassword("");
    Connection keeper = source.getConnection();
    try {
      int format = Schema.format(keeper);
      if (format == 0) {
        Schema.create(keeper);
      } else if (format != Schema.FORMAT) {
        throw new UnknownFormatException(format);
      }
      return new Catalog(source, keeper);
    } catch (SQLException | UnknownFormatException | RuntimeException e) {
      keeper.close();
      throw e;
    }
  }

  /**
   * The URL of a local file. Without {@code retry}, a thread that is interrupted while it reads
   * would close the file for all others. Deleted rows need no retention: what the catalogue loses
   * is read from the packs again.
   */
  static String url(Path folder) {
    return "jdbc:h2:retry:"
        + folder.resolve(NAME)
        + ";DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0;RETENTION_TIME=0;CACHE_SIZE="
        + CACHE_KIBIBYTES;
  }

  private Connection borrow() throws SQLException {
    return pool().getConnection();
  }

  private synchronized HikariDataSource pool() throws SQLException {
    if (closed) {
      throw new SQLException("The catalogue is closed");
    }
    HikariDataSource lending = pool;
    if (lending == null) {
      HikariConfig config = new HikariConfig();
      config.setPoolName("larder-h2");
      config.setDataSource(source);
      config.setMaximumPoolSize(MOST_CONNECTIONS);
      config.setMinimumIdle(1);
      config.setMaxLifetime(0);
      config.setConnectionTimeout(CONNECTION_TIMEOUT_MILLIS);
      lending = new HikariDataSource(config);
      pool = lending;
    }
    return lending;
  }

  /** Begins another run of the store, and returns how the one before ended. */
  Standing begin() throws SQLException {
    Standing before = standing();
    try (Statement statement = keeper.createStatement()) {
      statement.execute("UPDATE store SET run = run + 1, closed = FALSE");
    }
    return before;
  }

  private Standing standing() throws SQLException {
    try (Statement statement = keeper.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT run, closed, seen, distrusted, bound FROM store")) {
      if (!row.next()) {
        throw new SQLException("The row of the store is missing");
      }
      return new Standing(
          row.getLong(1) + 1, row.getBoolean(2), row.getLong(3), row.getLong(4), row.getLong(5));
    }
  }

  /** The packs whose records it knows. */
  List<Integer> packs() throws SQLException {
    List<Integer> packs = new ArrayList<>();
    try (Statement statement = keeper.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT pack FROM entries WHERE part = 0 ORDER BY pack")) {
      while (rows.next()) {
        packs.add(rows.getInt(1));
      }
    }
    return packs;
  }

  /**
   * The records of a pack; null if it does not know them.
   *
   * @throws DamagedException if they are not what was put there
   */
  @Nullable Entries entries(int pack) throws SQLException, DamagedException {
    try (Connection connection = borrow()) {
      return entries(connection, pack);
    }
  }

  /** The same, during the opening of the store. */
  @Nullable Entries entriesAtFirst(int pack) throws SQLException, DamagedException {
    return entries(keeper, pack);
  }

  private static @Nullable Entries entries(Connection connection, int pack)
      throws SQLException, DamagedException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PreparedStatement query =
        connection.prepareStatement("SELECT bytes FROM entries WHERE pack = ? ORDER BY part")) {
      query.setInt(1, pack);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          bytes.writeBytes(rows.getBytes(1));
        }
      }
    }
    return bytes.size() == 0 ? null : Entries.decode(pack, bytes.toByteArray());
  }

  /** Notes the records of some packs and forgets those of others, all or nothing. */
  void note(Collection<Entries> known, Collection<Integer> dropped, Instant now)
      throws SQLException {
    if (known.isEmpty() && dropped.isEmpty()) {
      return;
    }
    try (Connection connection = borrow()) {
      connection.setAutoCommit(false);
      try (PreparedStatement deleteEntries =
              connection.prepareStatement("DELETE FROM entries WHERE pack = ?");
          PreparedStatement deleteMembers =
              connection.prepareStatement("DELETE FROM member WHERE pack = ?");
          PreparedStatement insert =
              connection.prepareStatement("INSERT INTO entries VALUES (?, ?, ?)");
          PreparedStatement seen = connection.prepareStatement("UPDATE store SET seen = ?")) {
        for (int pack : dropped) {
          delete(deleteEntries, pack);
          delete(deleteMembers, pack);
        }
        for (Entries entries : known) {
          delete(deleteEntries, entries.pack());
          insert(insert, entries);
        }
        seen.setLong(1, now.getEpochSecond());
        seen.executeUpdate();
        connection.commit();
      }
    }
  }

  private static void delete(PreparedStatement delete, int pack) throws SQLException {
    delete.setInt(1, pack);
    delete.executeUpdate();
  }

  private static void insert(PreparedStatement insert, Entries entries) throws SQLException {
    byte[] bytes = entries.encode();
    for (int part = 0; part * LONGEST_PART < bytes.length; part++) {
      int from = part * LONGEST_PART;
      insert.setInt(1, entries.pack());
      insert.setInt(2, part);
      insert.setBytes(
          3, Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + LONGEST_PART)));
      insert.executeUpdate();
    }
  }

  /** Notes which keys may have responses of which groups. */
  void add(Set<Member> members) throws SQLException {
    if (members.isEmpty()) {
      return;
    }
    try (Connection connection = borrow()) {
      connection.setAutoCommit(false);
      try (PreparedStatement insert =
          connection.prepareStatement(
              "MERGE INTO member KEY (hash, key_hash, pack) VALUES (?, ?, ?)")) {
        for (Member member : members) {
          insert.setLong(1, hash(member.group()));
          insert.setLong(2, member.keyHash());
          insert.setInt(3, member.pack());
          insert.executeUpdate();
        }
        connection.commit();
      }
    }
  }

  /** The hashes of the keys that may have responses of that group. */
  List<Long> keyHashes(StoreGroup group) throws SQLException {
    try (Connection connection = borrow();
        PreparedStatement query =
            connection.prepareStatement("SELECT DISTINCT key_hash FROM member WHERE hash = ?")) {
      query.setLong(1, hash(group));
      List<Long> hashes = new ArrayList<>();
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          hashes.add(rows.getLong(1));
        }
      }
      return hashes;
    }
  }

  /** URIs contain no spaces, so no two groups have the same text. */
  private static long hash(StoreGroup group) {
    return UriBytes.hash(group.origin() + ' ' + group.name());
  }

  /** Responses with sequences below that one have an unknown age. */
  void distrustBelow(long id) throws SQLException {
    update("UPDATE store SET distrusted = ?", id);
  }

  /** Sets the current run, if it is later than the one that the catalogue counted. */
  void setRun(long run) throws SQLException {
    update("UPDATE store SET closed = FALSE, run = ?", run);
  }

  void setBound(long bytes) throws SQLException {
    update("UPDATE store SET bound = ?", bytes);
  }

  private void update(String sql, long value) throws SQLException {
    try (PreparedStatement update = keeper.prepareStatement(sql)) {
      update.setLong(1, value);
      update.executeUpdate();
    }
  }

  /**
   * Notes that the catalogue is complete: the next opening need not read the packs.
   *
   * @param tidy whether the next opening need not look for contents without a record, either
   */
  void end(Instant now, boolean tidy) throws SQLException {
    update("UPDATE store SET closed = " + tidy + ", seen = ?", now.getEpochSecond());
  }

  /**
   * Writes all changes now rather than within half a second: otherwise a process that is killed in
   * that time would have stored something in a run that the catalogue does not know.
   */
  void write() {
    try (Statement statement = keeper.createStatement()) {
      statement.execute("CHECKPOINT");
    } catch (SQLException e) {
      // Even if the disk cannot be written, what is stored can be served.
    }
  }

  /** Closes the database as it is, without writing: it no longer works. */
  void abandon() {
    try (Statement statement = keeper.createStatement()) {
      statement.execute("SHUTDOWN IMMEDIATELY");
    } catch (SQLException e) {
      // It is closed already.
    }
    close();
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (pool != null) {
      pool.close();
    }
    try {
      keeper.close();
    } catch (SQLException e) {
      // What it did not write is read from the packs again.
    }
  }
}
