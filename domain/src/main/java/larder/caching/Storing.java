package larder.caching;

import larder.store.StoredHead;

/** May this response be stored? (RFC 9111, section 3.) */
public sealed interface Storing {
  Reason reason();

  /** Store it, with this head. */
  record Store(StoredHead head, Reason reason) implements Storing {}

  /** Do not store it. */
  record DoNotStore(Reason reason) implements Storing {}
}
