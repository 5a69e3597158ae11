package larder.memory;

import java.util.Set;
import larder.http.Fields;
import larder.store.StoreGroup;
import larder.store.StoreKey;
import larder.store.StoredHead;

/**
 * What things weigh in the heap, in bytes, with compact object headers. Overestimates a head that
 * nobody has asked for yet: its {@link #GIST} counts from the start.
 */
final class HeapSize {
  /** An array without its elements, rounded up. */
  private static final long ARRAY = 16;

  private static final long REFERENCE = 4;
  private static final long STRING = 24 + ARRAY;

  /** Content without its bytes. */
  static final long CONTENT = 16 + ARRAY;

  /** Each chunk of content that has several or lies outside the heap: a buffer. */
  static final long CHUNK = REFERENCE + 64 + ARRAY;

  /** Variants, if there are several. */
  static final long SEVERAL = 32 + ARRAY;

  /** A key in the cache: a node, its slot, one in the eviction queue, and a share of the sketch. */
  private static final long PLACE = 88;

  private static final long RESPONSE = 32;
  private static final long HEAD = 56;
  private static final long FIELDS = 32;

  /**
   * Directives and lifetimes, as the policy keeps them; no names, because an origin may send many.
   */
  private static final long GIST = 216;

  /** A group with its set of keys, and the slots of both. */
  private static final long GROUP = 320;

  private static final int USUAL_LINES = 24;
  private static final int USUAL_NAME = 32;

  private HeapSize() {}

  static long of(StoreKey key) {
    return PLACE + STRING + key.uri().length();
  }

  /** Includes the response that has the head. */
  static long of(StoredHead head) {
    return RESPONSE
        + HEAD
        + GIST
        + head.reason().length()
        + of(head.fields())
        + of(head.selecting())
        + octets(head.fields());
  }

  /** The octets made of the fields once they are sent. */
  private static long octets(Fields fields) {
    int length = fields.length();
    return length > StoredHead.MOST_OCTETS ? 0 : ARRAY + length;
  }

  /** Includes their slots in the index of groups, where each may be the only one of its group. */
  static long of(Set<StoreGroup> groups) {
    long bytes = 0;
    for (StoreGroup group : groups) {
      bytes += GROUP + 2 * STRING + group.origin().length() + group.name().length();
    }
    return bytes;
  }

  /**
   * Strings of field lines are Latin-1, one byte per character. Names count as shared unless they
   * are long or many, so that no response takes twice what is counted.
   */
  private static long of(Fields fields) {
    if (fields.isEmpty()) {
      return 0;
    }
    long bytes = FIELDS + ARRAY;
    for (int i = 0; i < fields.size(); i++) {
      bytes += 2 * REFERENCE + STRING + fields.value(i).length();
      if (i >= USUAL_LINES || fields.name(i).length() > USUAL_NAME) {
        bytes += STRING + fields.name(i).length();
      }
    }
    return bytes;
  }
}
