package larder.memory;

import java.util.Set;
import larder.http.Fields;
import larder.store.StoreGroup;
import larder.store.StoreKey;
import larder.store.StoredHead;

/** About what things weigh in the heap, in bytes; rather too much than too little. */
final class HeapSize {
  static final long OBJECT = 32;
  static final long ARRAY = 24;

  /** Of a key with its place in the cache: nodes of the hash table and of the eviction queues. */
  private static final long PLACE = 160;

  private static final long STRING = OBJECT + ARRAY;

  /** Directives and lifetimes, as the policy keeps them. */
  private static final long GIST = 10 * OBJECT;

  private HeapSize() {}

  static long of(StoreKey key) {
    return PLACE + OBJECT + STRING + key.uri().length();
  }

  /** With what is made of it once it is served: its gist, and its fields as octets. */
  static long of(StoredHead head) {
    return 6 * OBJECT
        + STRING
        + head.reason().length()
        + of(head.fields())
        + of(head.selecting())
        + GIST
        + octets(head.fields());
  }

  private static long octets(Fields fields) {
    int length = fields.length();
    return length > StoredHead.MOST_OCTETS ? 0 : ARRAY + length;
  }

  /** With their places in the index of groups, where each may be the only one of its group. */
  static long of(Set<StoreGroup> groups) {
    long bytes = 0;
    for (StoreGroup group : groups) {
      bytes += 2 * PLACE + OBJECT + 2 * STRING + group.origin().length() + group.name().length();
    }
    return bytes;
  }

  /** Strings of field lines are Latin-1: a byte a character. */
  private static long of(Fields fields) {
    long bytes = OBJECT + ARRAY;
    for (int i = 0; i < fields.size(); i++) {
      bytes += 2 * STRING + fields.name(i).length() + fields.value(i).length();
    }
    return bytes;
  }
}
