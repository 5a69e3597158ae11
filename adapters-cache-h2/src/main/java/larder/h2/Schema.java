package larder.h2;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.LongSupplier;

/** The tables, their format, and which run of the store this is. */
final class Schema {
  /** Of tables, heads and content files together. */
  static final int FORMAT = 1;

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
      if (format != FORMAT) {
        throw new SQLException("The format is " + format + " and not " + FORMAT);
      }
      statement.execute("UPDATE store SET run = run + 1");
    }
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
