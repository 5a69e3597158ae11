package larder.store;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import larder.http.FieldNames;
import larder.http.Fields;
import larder.http.StructuredFields;
import larder.http.StructuredValue;

/**
 * Stored responses of one origin that become invalid together (RFC 9875, section 2.1). Comparable
 * for the same reason as a {@link StoreKey}.
 *
 * @param origin scheme and authority, as at the beginning of a {@link StoreKey}
 * @param name compared character by character
 */
public record StoreGroup(String origin, String name) implements Comparable<StoreGroup> {
  /** How many groups of one field count; the RFC asks for 32. */
  static final int MOST_GROUPS = 128;

  /** How long a name may be; the RFC asks for 32 characters. */
  static final int LONGEST_NAME = 256;

  /** The groups that a stored response belongs to. */
  public static Set<StoreGroup> of(StoreKey key, StoredHead head) {
    return named(FieldNames.CACHE_GROUPS, head.fields(), key);
  }

  /** The groups that a response to an unsafe request for the key invalidates (section 3). */
  public static Set<StoreGroup> invalidatedBy(Fields response, StoreKey key) {
    return named(FieldNames.CACHE_GROUP_INVALIDATION, response, key);
  }

  /** Empty if the field is malformed; without groups beyond the limit, and without long names. */
  private static Set<StoreGroup> named(String field, Fields fields, StoreKey key) {
    String text = fields.combined(field);
    List<StructuredValue> members = text == null ? null : StructuredFields.list(text);
    if (members == null || members.isEmpty()) {
      return Set.of();
    }
    String origin = originOf(key.uri());
    Set<StoreGroup> groups = new LinkedHashSet<>();
    for (StructuredValue member : members) {
      if (!(member instanceof StructuredValue.Text(String name))) {
        return Set.of();
      }
      if (groups.size() < MOST_GROUPS && name.length() <= LONGEST_NAME) {
        groups.add(new StoreGroup(origin, name));
      }
    }
    return groups;
  }

  @Override
  public int compareTo(StoreGroup other) {
    int origins = origin.compareTo(other.origin);
    return origins == 0 ? name.compareTo(other.name) : origins;
  }

  private static String originOf(String uri) {
    int path = uri.indexOf('/', uri.indexOf("://") + 3);
    return path < 0 ? uri : uri.substring(0, path);
  }
}
