package larder.upkeep;

import larder.http.TransferException;
import larder.store.InventoryPort;
import larder.store.InventoryPort.Watch;
import larder.store.StoredResponse;

/** Counts the responses that are seen and removed. For one thread. */
final class Clearing {
  /** How many removals may wait for the disk: more would take up memory. */
  private static final int MOST_WAITING = 20_000;

  private final InventoryPort inventory;
  private final Watch watch;
  private long seen;
  private long removed;
  private long contentBytes;

  Clearing(InventoryPort inventory, Watch watch) {
    this.inventory = inventory;
    this.watch = watch;
  }

  /** Counts one response; always true, to go on. */
  boolean next(StoredResponse stored, boolean isRemoved) throws TransferException {
    watch.progress(++seen);
    if (isRemoved) {
      contentBytes += stored.length();
      if (++removed % MOST_WAITING == 0) {
        inventory.settle();
      }
    }
    return true;
  }

  Cleared ended() {
    return new Cleared(removed, contentBytes);
  }
}
