package larder.store;

import larder.http.TransferException;

/**
 * What a store offers for its upkeep, besides serving responses. The methods are slow and block on
 * a disk; nothing that a client waits for may call them. Safe for all threads.
 */
public interface InventoryPort {
  /**
   * Gives stored responses to the visitor, in no particular order, on the caller's thread, until
   * the visitor has seen enough. A response stored or removed meanwhile may be seen or not; one
   * that is moved within the store may be seen twice. The visitor may change the store.
   *
   * @throws TransferException with side {@code STORE} if not all responses could be looked at; or
   *     the visitor's
   */
  void visit(Visitor visitor) throws TransferException;

  /**
   * Reads each stored response to its end, and removes those that are damaged. A response stored,
   * replaced or removed meanwhile may count or not. One that is freshened or moved meanwhile counts
   * once.
   *
   * @throws TransferException with side {@code STORE} if not all responses could be looked at; or
   *     the watch's
   */
  Verified verify(Watch watch) throws TransferException;

  /**
   * Returns when all earlier changes have reached their final place.
   *
   * @throws TransferException with side {@code STORE} if that is not possible
   */
  void settle() throws TransferException;

  /**
   * Settles the store, and gives back the space that can be given back.
   *
   * @throws TransferException with side {@code STORE} if that is not possible
   */
  void compact() throws TransferException;

  /** How much space the store takes, and how much it may take. */
  StoreSpace space();

  /**
   * Called when the clock was set back, so that nobody knows the age of what is stored now. From
   * now on none of it is found, or only with a head received at {@link java.time.Instant#EPOCH}, so
   * that the origin is asked before it is used.
   */
  void distrustAges();

  /** Sees stored responses one by one. */
  @FunctionalInterface
  interface Visitor {
    /** Returns whether to go on. */
    boolean visit(StoredResponse stored) throws TransferException;
  }

  /** Is told of progress. */
  @FunctionalInterface
  interface Watch {
    /** Ignores it. */
    Watch NONE = done -> {};

    /**
     * @param done how many responses were looked at so far
     */
    void progress(long done) throws TransferException;
  }

  /**
   * The result of a verification.
   *
   * @param sound how many responses are sound
   * @param contentBytes the content of the sound ones
   * @param damaged how many were damaged, and have been removed
   */
  record Verified(long sound, long contentBytes, long damaged) {}
}
