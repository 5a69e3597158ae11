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
   * from one place to another may be seen twice. The visitor may change what is stored.
   *
   * @throws TransferException with side {@code STORE} if not all of them could be looked at; or the
   *     visitor's
   */
  void visit(Visitor visitor) throws TransferException;

  /**
   * Reads each stored response to its end, and removes what is not what was stored.
   *
   * @throws TransferException with side {@code STORE} if not all of them could be looked at; or the
   *     watch's
   */
  Verified verify(Watch watch) throws TransferException;

  /**
   * Returns when what was changed before is where it is to stay.
   *
   * @throws TransferException with side {@code STORE} if that cannot be
   */
  void settle() throws TransferException;

  /**
   * Settles it, and gives back what room there is to be given back.
   *
   * @throws TransferException with side {@code STORE} if that cannot be
   */
  void compact() throws TransferException;

  /** What there is, and how much there may be. */
  StoreSpace space();

  /**
   * The clock was set back: nobody knows how old it is what is stored now. From now on none of it
   * is found any more, or with a head that was received at {@link java.time.Instant#EPOCH}, so that
   * its origin is asked before it is used.
   */
  void distrustAges();

  /** Sees one stored response after the other. */
  @FunctionalInterface
  interface Visitor {
    /** Says whether to go on. */
    boolean visit(StoredResponse stored) throws TransferException;
  }

  /** Is told how far something has come. */
  @FunctionalInterface
  interface Watch {
    /** Does not care. */
    Watch NONE = done -> {};

    /**
     * @param done how many responses were looked at
     */
    void progress(long done) throws TransferException;
  }

  /**
   * What a look at everything found.
   *
   * @param contentBytes of those that are sound
   * @param damaged how many were damaged, and are removed
   */
  record Verified(long sound, long contentBytes, long damaged) {}
}
