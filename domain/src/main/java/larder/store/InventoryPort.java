package larder.store;

import larder.http.TransferException;

/**
 * What a store does for whoever looks after it, beside being served from. Its methods take their
 * time, and block for a disk; nobody who waits for an answer asks them. Safe for all threads.
 */
public interface InventoryPort {
  /**
   * Gives stored responses to the visitor, in no particular order, on the caller's thread, until
   * that has seen enough. What is stored or removed meanwhile may be seen or not, and what is moved
   * from one place to another may be seen twice.
   *
   * @throws TransferException with side {@code STORE} if not all of them could be looked at; or the
   *     visitor's
   */
  void visit(Visitor visitor) throws TransferException;

  /** What there is, and how much there may be. */
  StoreSpace space();

  /** Sees one stored response after the other. */
  @FunctionalInterface
  interface Visitor {
    /** Says whether to go on. */
    boolean visit(StoredResponse stored) throws TransferException;
  }
}
