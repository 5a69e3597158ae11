package larder.forwarding;

/**
 * What is known about a store beside what is in it: what was invalidated while it was on its way
 * there, and which responses answer for other queries. There is one of this for a store, however
 * many proxies use it: what one of them stores, another one may have to invalidate. Safe for all
 * threads.
 */
public final class StoreKnowledge {
  /** So many URIs are known that are good for other queries, too. */
  private static final int MOST_QUERIES = 4096;

  /** And in bytes, which is enough for as many as that of the usual length. */
  private static final long MOST_BYTES_OF_QUERIES = 4 << 20;

  private final Invalidations invalidations = new Invalidations();
  private final KnownQueries queries = new KnownQueries(MOST_QUERIES, MOST_BYTES_OF_QUERIES);

  /** Nothing is known until now. */
  public StoreKnowledge() {}

  Invalidations invalidations() {
    return invalidations;
  }

  KnownQueries queries() {
    return queries;
  }
}
