package larder.h2;

import java.time.Instant;

/**
 * The parts of a store that is open.
 *
 * @param run how often the store was opened
 * @param bound of the bytes on disk
 * @param ages which of them are known
 * @param seen the latest time that an earlier run noted
 * @param tidy whether the run before closed the store and left nothing behind
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
  /** Identities and sequences count up from a run's first one, so no two runs share any. */
  private static final int RUN_SHIFT = 36;

  /** All identities and sequences of this run are above it. */
  long firstId() {
    return firstId(run);
  }

  static long firstId(long run) {
    return run << RUN_SHIFT;
  }

  /** The run of an identity or a sequence. */
  static long run(long id) {
    return id >>> RUN_SHIFT;
  }
}
