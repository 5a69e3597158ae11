package larder.forwarding;

/**
 * What is known about a store besides its content: what was invalidated while it was being stored,
 * and which responses answer other queries. All proxies on one store share one instance, because
 * one may have to invalidate what another stores. Safe for all threads.
 */
public final class StoreKnowledge {
  /** How many URIs that also answer other queries are known. */
  private static final int MOST_QUERIES = 4096;

  /** The same in bytes; enough for that many URIs of the usual length. */
  private static final long MOST_BYTES_OF_QUERIES = 4 << 20;

  private final Invalidations invalidations = new Invalidations();
  private final KnownQueries queries = new KnownQueries(MOST_QUERIES, MOST_BYTES_OF_QUERIES);

  /** Starts with nothing known. */
  public StoreKnowledge() {}

  Invalidations invalidations() {
    return invalidations;
  }

  KnownQueries queries() {
    return queries;
  }
}
