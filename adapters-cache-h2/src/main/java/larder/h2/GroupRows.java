package larder.h2;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import larder.store.StoreGroup;
import larder.store.StoreKey;

/** The index of groups: rows of the hash of a group and the identity of a response. */
final class GroupRows {
  static final String INSERT = "INSERT INTO response_group (hash, id) VALUES (?, ?)";

  static final String DELETE = "DELETE FROM response_group WHERE id = ?";

  static final String FIND =
      "SELECT DISTINCT r.uri FROM response_group g JOIN response r ON r.id = g.id"
          + " WHERE g.hash = ?";

  private GroupRows() {}

  static void insert(PreparedStatement insert, long id, Set<StoreGroup> groups)
      throws SQLException {
    for (StoreGroup group : groups) {
      insert.setLong(1, hash(group));
      insert.setLong(2, id);
      insert.executeUpdate();
    }
  }

  static List<StoreKey> find(PreparedStatement find, StoreGroup group) throws SQLException {
    find.setLong(1, hash(group));
    List<StoreKey> keys = new ArrayList<>();
    try (ResultSet found = find.executeQuery()) {
      while (found.next()) {
        keys.add(new StoreKey(found.getString(1)));
      }
    }
    return keys;
  }

  /** No URI has a space in it, so that no two groups are of one text. */
  private static long hash(StoreGroup group) {
    return Index.hash(group.origin() + ' ' + group.name());
  }
}
