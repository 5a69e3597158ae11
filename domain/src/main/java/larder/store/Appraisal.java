package larder.store;

/**
 * Tells a store what a response is good for, so that it can evict useless responses first. Pure;
 * may be called on any thread.
 */
@FunctionalInterface
public interface Appraisal {
  /** Knows nothing: the store judges by use only. */
  Appraisal NONE = (key, head) -> Worth.UNKNOWN;

  Worth of(StoreKey key, StoredHead head);
}
