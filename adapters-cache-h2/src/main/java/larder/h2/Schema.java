package larder.h2;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The tables of the catalogue, and their format. */
final class Schema {
  /** The format of tables, packs, heads and content files together. */
  static final int FORMAT = 4;

  private static final int NO_SUCH_TABLE = 42102;
  private static final int NO_SUCH_TABLE_IN_AN_EMPTY_DATABASE = 42104;

  private Schema() {}

  /**
   * The format of the database; 0 if it is empty.
   *
   * @throws SQLException if it cannot be read
   */
  static int format(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("SELECT format FROM store")) {
      return found.next() ? found.getInt(1) : 0;
    } catch (SQLException e) {
      if (e.getErrorCode() == NO_SUCH_TABLE
          || e.getErrorCode() == NO_SUCH_TABLE_IN_AN_EMPTY_DATABASE) {
        return 0;
      }
      throw e;
    }
  }

  /**
   * Makes the tables. The row of {@code store} comes last: what a killed process began has no such
   * row, and is no catalogue.
   *
   * <ul>
   *   <li>{@code store}: one row. How often the store was opened; whether it was closed since with
   *       no content left behind without a record; the last time noted, in seconds of the epoch;
   *       {@code distrusted}, where sequences below it are of responses whose age is not known; its
   *       bound when it was last served from
   *   <li>{@code entries}: the records of each sealed pack as {@link Entries} encodes them, in
   *       parts that fit a column
   *   <li>{@code member}: the hash of a group and the hash of a key that may have responses of that
   *       group in that pack
   * </ul>
   */
  static void create(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("DROP ALL OBJECTS");
      statement.execute(
          """
          CREATE TABLE entries (
            pack INT NOT NULL,
            part INT NOT NULL,
            bytes VARBINARY(1048576) NOT NULL,
            PRIMARY KEY (pack, part))
          """);
      statement.execute(
          """
          CREATE TABLE member (
            hash BIGINT NOT NULL,
            key_hash BIGINT NOT NULL,
            pack INT NOT NULL,
            PRIMARY KEY (hash, key_hash, pack))
          """);
      statement.execute("CREATE INDEX member_pack ON member (pack)");
      statement.execute(
          """
          CREATE TABLE store (
            format INT NOT NULL,
            run BIGINT NOT NULL,
            closed BOOLEAN NOT NULL,
            seen BIGINT NOT NULL,
            distrusted BIGINT NOT NULL,
            bound BIGINT NOT NULL)
          """);
      statement.execute("INSERT INTO store VALUES (" + FORMAT + ", 0, TRUE, 0, 0, 0)");
    }
  }
}
