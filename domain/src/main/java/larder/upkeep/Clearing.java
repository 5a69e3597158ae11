package larder.upkeep;

import larder.http.TransferException;
import larder.http.TransferException.Side;
import larder.store.InventoryPort;
import larder.store.InventoryPort.Watch;
import larder.store.StoredResponse;

/** Counts the responses that are seen and removed. For one thread. */
final class Clearing {
  /** The memory, in bytes, that removals may take while they wait for the disk. */
  private static final int MOST_WAITING = 4 << 20;

  /** The memory that each of them takes beside its URI, in bytes. */
  private static final int OVERHEAD = 256;

  private final InventoryPort inventory;
  private final Watch watch;
  private long seen;
  private long removed;
  private long contentBytes;
  private long waiting;

  Clearing(InventoryPort inventory, Watch watch) {
    this.inventory = inventory;
    this.watch = watch;
  }

  /** Counts one response; always true, to go on. */
  boolean next(StoredResponse stored, boolean isRemoved) throws TransferException {
    watch.progress(++seen);
    if (isRemoved) {
      removed++;
      contentBytes += stored.length();
      settleIfFull(OVERHEAD + stored.key().uri().length());
    }
    return true;
  }

  private void settleIfFull(int bytes) throws TransferException {
    waiting += bytes;
    if (waiting >= MOST_WAITING) {
      inventory.settle();
      waiting = 0;
    }
  }

  /** The same failure, with the number of responses removed before it. */
  TransferException failed(TransferException e) {
    return removed == 0 || e.side() != Side.STORE
        ? e
        : new TransferException(
            e.side(),
            e.kind(),
            e.getMessage()
                + " (responses removed until then: "
                + removed
                + "; some of them may come back)",
            e);
  }

  Cleared ended() {
    return new Cleared(removed, contentBytes);
  }
}
