package larder.h2;

import java.time.Instant;

/**
 * What a store consists of once it is open.
 *
 * @param run how often the store was opened
 * @param bound of the bytes on disk
 * @param ages which of them are known
 * @param seen the last time that who had it open before knew
 * @param tidy whether the one who had it open before has closed it, and left nothing behind
 */
record OpenedStore(
    CatalogKeeper keeper,
    Packs packs,
    Places places,
    ContentFiles files,
    long run,
    long bound,
    KnownAges ages,
    Instant seen,
    boolean tidy) {
  /** Identities and sequences count up from here within one run: no two runs have one in common. */
  private static final int RUN_SHIFT = 36;

  /** What all identities and sequences of this run are above. */
  long firstId() {
    return firstId(run);
  }

  static long firstId(long run) {
    return run << RUN_SHIFT;
  }

  /** The run that an identity or a sequence is of. */
  static long run(long id) {
    return id >>> RUN_SHIFT;
  }
}
