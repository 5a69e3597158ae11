package larder.h2;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.function.LongSupplier;
import larder.store.StoreGroup;
import larder.store.StoreKey;
import larder.store.StoredHead;

/** The tables, their format, and which run of the store this is. */
final class Schema {
  /** Of tables, heads and content files together. */
  static final int FORMAT = 2;

  /** Without an index of groups. */
  private static final int BEFORE_GROUPS = 1;

  private Schema() {}

  /**
   * Makes the tables if there are none, and begins a new run.
   *
   * @throws SQLException if what is there has another format
   */
  static void prepare(Connection connection, LongSupplier lastRun) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (isEmpty(statement)) {
        create(statement, lastRun.getAsLong());
      }
      int format = number(statement, "SELECT format FROM store");
      if (format == BEFORE_GROUPS) {
        upgrade(connection, statement);
        format = FORMAT;
      }
      if (format != FORMAT) {
        throw new SQLException("The format is " + format + " and not " + FORMAT);
      }
      statement.execute("UPDATE store SET run = run + 1");
    }
  }

  /** All or nothing, as far as the format says: one that was killed midway begins again. */
  private static void upgrade(Connection connection, Statement statement) throws SQLException {
    statement.execute("DROP TABLE IF EXISTS response_group");
    createGroups(statement);
    try (PreparedStatement insert = connection.prepareStatement(GroupRows.INSERT);
        ResultSet rows =
            statement.executeQuery("SELECT id, uri, head, length, checksum FROM response")) {
      while (rows.next()) {
        GroupRows.insert(insert, rows.getLong(1), groups(rows));
      }
    }
    statement.execute("UPDATE store SET format = " + FORMAT);
  }

  /** What is damaged is of no group: nobody will find it. */
  private static Set<StoreGroup> groups(ResultSet row) throws SQLException {
    String uri = row.getString(2);
    try {
      StoredHead head = HeadCodec.decode(row.getBytes(3), uri, row.getLong(4), row.getInt(5));
      return StoreGroup.of(new StoreKey(uri), head);
    } catch (DamagedException e) {
      return Set.of();
    }
  }

  private static void createGroups(Statement statement) throws SQLException {
    statement.execute(
        """
        CREATE TABLE response_group (
          hash BIGINT NOT NULL,
          id BIGINT NOT NULL,
          PRIMARY KEY (hash, id))
        """);
    statement.execute("CREATE INDEX response_group_id ON response_group (id)");
  }

  private static boolean isEmpty(Statement statement) throws SQLException {
    return number(
            statement,
            "SELECT COUNT(*) FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA = 'PUBLIC'")
        == 0;
  }

  private static int number(Statement statement, String query) throws SQLException {
    try (ResultSet found = statement.executeQuery(query)) {
      if (!found.next()) {
        throw new SQLException("Nothing says what format this is");
      }
      return found.getInt(1);
    }
  }

  /** The row of {@code store} comes last: without it, what a killed process began is no store. */
  private static void create(Statement statement, long lastRun) throws SQLException {
    statement.execute(
        """
        CREATE TABLE response (
          id BIGINT PRIMARY KEY,
          hash BIGINT NOT NULL,
          uri VARCHAR NOT NULL,
          head VARBINARY NOT NULL,
          length BIGINT NOT NULL,
          checksum INT NOT NULL,
          size BIGINT NOT NULL,
          used BIGINT NOT NULL)
        """);
    statement.execute("CREATE INDEX response_hash ON response (hash)");
    statement.execute("CREATE INDEX response_used ON response (used)");
    statement.execute("CREATE TABLE content (id BIGINT PRIMARY KEY, bytes VARBINARY NOT NULL)");
    createGroups(statement);
    statement.execute(
        """
        CREATE TABLE store (
          format INT NOT NULL,
          run BIGINT NOT NULL,
          groups BIGINT NOT NULL,
          responses BIGINT NOT NULL,
          bytes BIGINT NOT NULL)
        """);
    statement.execute("INSERT INTO store VALUES (" + FORMAT + ", " + lastRun + ", 0, 0, 0)");
  }
}
