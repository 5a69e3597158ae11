package larder.caching;

import larder.store.StoredHead;

/** May this response be stored? (RFC 9111, section 3.) */
public sealed interface Storing {
  /** Why, or why not. */
  Reason reason();

  /** It may; this is what to keep of its head. */
  record Store(StoredHead head, Reason reason) implements Storing {}

  /** It may not. */
  record DoNotStore(Reason reason) implements Storing {}
}
