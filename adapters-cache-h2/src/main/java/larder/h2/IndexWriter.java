package larder.h2;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The index for the one who writes. Changes belong to one group until it is committed, and are on
 * disk then. Keeps the totals, so that nobody has to count. For one thread.
 */
final class IndexWriter implements AutoCloseable {
  private final Connection connection;
  private final PreparedStatement find;
  private final PreparedStatement insert;
  private final PreparedStatement insertContent;
  private final PreparedStatement updateHead;
  private final PreparedStatement delete;
  private final PreparedStatement deleteContent;
  private final PreparedStatement insertGroup;
  private final PreparedStatement deleteGroups;
  private final PreparedStatement use;
  private final PreparedStatement leastUsed;
  private final PreparedStatement total;
  private long run;
  private long groups;
  private long responses;
  private long bytes;

  IndexWriter(Connection connection) throws SQLException {
    this.connection = connection;
    try {
      connection.setAutoCommit(false);
      find = Index.prepareFind(connection);
      insert =
          connection.prepareStatement(
              "INSERT INTO response (id, hash, uri, head, length, checksum, size, used)"
                  + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
      insertContent = connection.prepareStatement("INSERT INTO content (id, bytes) VALUES (?, ?)");
      updateHead =
          connection.prepareStatement("UPDATE response SET head = ?, size = ? WHERE id = ?");
      delete = connection.prepareStatement("DELETE FROM response WHERE id = ?");
      deleteContent = connection.prepareStatement("DELETE FROM content WHERE id = ?");
      insertGroup = connection.prepareStatement(GroupRows.INSERT);
      deleteGroups = connection.prepareStatement(GroupRows.DELETE);
      use = connection.prepareStatement("UPDATE response SET used = ? WHERE hash = ?");
      leastUsed =
          connection.prepareStatement(
              "SELECT id, length, size FROM response ORDER BY used LIMIT ?");
      total = connection.prepareStatement("UPDATE store SET groups = ?, responses = ?, bytes = ?");
      readTotals();
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private void readTotals() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet totals =
            statement.executeQuery("SELECT run, groups, responses, bytes FROM store")) {
      if (!totals.next()) {
        throw new SQLException("The totals are missing");
      }
      run = totals.getLong(1);
      groups = totals.getLong(2);
      responses = totals.getLong(3);
      bytes = totals.getLong(4);
    }
  }

  /** How often the store was opened. */
  long run() {
    return run;
  }

  /** How many groups were committed ever: the clock that use is measured by. */
  long groups() {
    return groups;
  }

  long responses() {
    return responses;
  }

  long bytes() {
    return bytes;
  }

  List<Row> find(String uri) throws SQLException {
    return Index.find(find, Index.hash(uri), uri);
  }

  void insert(H2Response stored, byte[] head, byte[] kept) throws SQLException {
    long size = stored.size(head.length);
    insert.setLong(1, stored.id());
    insert.setLong(2, Index.hash(stored.key().uri()));
    insert.setString(3, stored.key().uri());
    insert.setBytes(4, head);
    insert.setLong(5, stored.length());
    insert.setInt(6, stored.checksum());
    insert.setLong(7, size);
    insert.setLong(8, groups);
    insert.executeUpdate();
    insertContent.setLong(1, stored.id());
    insertContent.setBytes(2, kept);
    insertContent.executeUpdate();
    GroupRows.insert(insertGroup, stored.id(), stored.groups());
    responses++;
    bytes += size;
  }

  void updateHead(Row row, H2Response after, byte[] head) throws SQLException {
    long size = after.size(head.length);
    updateHead.setBytes(1, head);
    updateHead.setLong(2, size);
    updateHead.setLong(3, row.id());
    updateHead.executeUpdate();
    deleteGroups(row.id());
    GroupRows.insert(insertGroup, row.id(), after.groups());
    bytes += size - row.size();
  }

  void delete(long id, long size) throws SQLException {
    delete.setLong(1, id);
    deleteContent.setLong(1, id);
    responses -= delete.executeUpdate();
    deleteContent.executeUpdate();
    deleteGroups(id);
    bytes -= size;
  }

  private void deleteGroups(long id) throws SQLException {
    deleteGroups.setLong(1, id);
    deleteGroups.executeUpdate();
  }

  void use(long hash) throws SQLException {
    use.setLong(1, groups);
    use.setLong(2, hash);
    use.executeUpdate();
  }

  /** The ones to evict first. */
  List<Victim> leastUsed(int limit) throws SQLException {
    leastUsed.setInt(1, limit);
    List<Victim> victims = new ArrayList<>(limit);
    try (ResultSet found = leastUsed.executeQuery()) {
      while (found.next()) {
        victims.add(new Victim(found.getLong(1), found.getLong(2), found.getLong(3)));
      }
    }
    return victims;
  }

  void commit() throws SQLException {
    groups++;
    total.setLong(1, groups);
    total.setLong(2, responses);
    total.setLong(3, bytes);
    total.executeUpdate();
    connection.commit();
  }

  /** Closes the index as it is, without a word to the disk: it does not work any more. */
  void abandon() {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SHUTDOWN IMMEDIATELY");
    } catch (SQLException e) {
      // Then it is closed already.
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  /** A response to evict. */
  record Victim(long id, long length, long size) {}
}
