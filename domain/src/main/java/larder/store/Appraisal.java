package larder.store;

/**
 * Tells a store what a response is good for, so that it can let go first what is of no use. Pure;
 * asked on any thread.
 */
@FunctionalInterface
public interface Appraisal {
  /** Knows nothing: a store goes by use alone. */
  Appraisal NONE = (key, head) -> Worth.UNKNOWN;

  Worth of(StoreKey key, StoredHead head);
}
