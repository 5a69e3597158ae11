package larder.upkeep;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import larder.caching.CachePolicy;
import larder.caching.Standing;
import larder.http.TargetUri;
import larder.http.TransferException;
import larder.store.InventoryPort;
import larder.store.ResponseStore;
import larder.store.StoreKey;
import larder.store.StoreSpace;
import larder.store.StoredResponse;

/** Looks after what is stored, as a policy sees it. Safe for all threads. */
public final class Upkeep {
  private final ResponseStore store;
  private final InventoryPort inventory;
  private final CachePolicy policy;

  /**
   * @param inventory of that store
   * @param policy that decides on what is stored
   */
  public Upkeep(ResponseStore store, InventoryPort inventory, CachePolicy policy) {
    this.store = store;
    this.inventory = inventory;
    this.policy = policy;
  }

  /** Is given one stored response after the other. */
  @FunctionalInterface
  public interface Lister {
    /** Says whether to go on. */
    boolean next(KeptResponse kept) throws TransferException;
  }

  /**
   * Gives what is meant to the lister, in no particular order.
   *
   * @throws TransferException with side {@code STORE} if not all of it could be looked at; or the
   *     lister's
   */
  public void list(Selection which, Instant now, Lister lister) throws TransferException {
    inventory.visit(stored -> !which.includes(stored.key()) || lister.next(kept(stored, now)));
  }

  private KeptResponse kept(StoredResponse stored, Instant now) {
    return new KeptResponse(stored, Standing.of(stored.key(), stored.head(), policy, now));
  }

  /**
   * Counts what is meant.
   *
   * @throws TransferException with side {@code STORE} if not all of it could be looked at
   */
  public StockTaking count(Selection which, Instant now) throws TransferException {
    StockTaking counted = new StockTaking();
    list(
        which,
        now,
        kept -> {
          counted.add(kept);
          return true;
        });
    return counted;
  }

  /** What is stored for that target: its variants and parts, the one received last first. */
  public List<KeptResponse> show(TargetUri target, Instant now) {
    List<KeptResponse> kept = new ArrayList<>();
    for (StoredResponse stored : store.find(StoreKey.of(target))) {
      kept.add(kept(stored, now));
    }
    return kept;
  }

  /** How much room all of it takes. */
  public StoreSpace space() {
    return inventory.space();
  }
}
