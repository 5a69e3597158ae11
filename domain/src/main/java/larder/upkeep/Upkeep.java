package larder.upkeep;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import larder.caching.CachePolicy;
import larder.caching.Standing;
import larder.http.TargetUri;
import larder.http.TransferException;
import larder.store.InventoryPort;
import larder.store.InventoryPort.Verified;
import larder.store.InventoryPort.Watch;
import larder.store.ResponseStore;
import larder.store.StoreKey;
import larder.store.StoreSpace;
import larder.store.StoredResponse;

/** Maintains the stored responses, as a policy sees them. Safe for all threads. */
public final class Upkeep {
  private final ResponseStore store;
  private final InventoryPort inventory;
  private final CachePolicy policy;

  /**
   * @param inventory the inventory of that store
   * @param policy the policy that decides on the stored responses
   */
  public Upkeep(ResponseStore store, InventoryPort inventory, CachePolicy policy) {
    this.store = store;
    this.inventory = inventory;
    this.policy = policy;
  }

  /** Receives stored responses one by one. */
  @FunctionalInterface
  public interface Lister {
    /** Returns whether to go on. */
    boolean next(KeptResponse kept) throws TransferException;
  }

  /**
   * Gives the selected responses to the lister, in no particular order.
   *
   * @throws TransferException with side {@code STORE} if not all responses could be looked at; or
   *     the lister's
   */
  public void list(Selection which, Instant now, Lister lister) throws TransferException {
    inventory.visit(stored -> !which.includes(stored.key()) || lister.next(kept(stored, now)));
  }

  private KeptResponse kept(StoredResponse stored, Instant now) {
    return new KeptResponse(stored, Standing.of(stored.key(), stored.head(), policy, now));
  }

  /**
   * Counts the selected responses.
   *
   * @throws TransferException with side {@code STORE} if not all responses could be looked at
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

  /** The responses stored for a target: its variants and parts, most recently received first. */
  public List<KeptResponse> show(TargetUri target, Instant now) {
    List<KeptResponse> kept = new ArrayList<>();
    for (StoredResponse stored : store.find(StoreKey.of(target))) {
      kept.add(kept(stored, now));
    }
    return kept;
  }

  /** How much space the store takes. */
  public StoreSpace space() {
    return inventory.space();
  }

  /**
   * Removes the selected responses. Those that are being stored meanwhile may stay.
   *
   * @throws TransferException with side {@code STORE} if not all responses could be looked at, or
   *     removed ones may come back; or the watch's. Some are removed even then: the message says
   *     how many
   */
  public Cleared purge(Selection which, Watch watch) throws TransferException {
    Clearing clearing = new Clearing(inventory, watch);
    try {
      purge(which, clearing);
    } catch (TransferException e) {
      throw clearing.failed(e);
    }
    return clearing.ended();
  }

  private void purge(Selection which, Clearing clearing) throws TransferException {
    inventory.visit(
        stored -> {
          boolean meant = which.includes(stored.key());
          if (meant) {
            store.invalidate(stored.key());
          }
          return clearing.next(stored, meant);
        });
    if (which.equals(Selection.ALL)) {
      inventory.compact();
    } else {
      inventory.settle();
    }
  }

  /**
   * Removes responses that can answer nobody any more, and those that have been stale for too long;
   * gives back the space.
   *
   * @param longestStale how long stale responses of use are kept; empty for ever
   * @throws TransferException with side {@code STORE} if not all responses could be looked at, or
   *     the space cannot be given back; or the watch's. Some are removed even then: the message
   *     says how many
   */
  public Cleared collect(Optional<Duration> longestStale, Instant now, Watch watch)
      throws TransferException {
    Clearing clearing = new Clearing(inventory, watch);
    try {
      collect(longestStale, now, clearing);
    } catch (TransferException e) {
      throw clearing.failed(e);
    }
    return clearing.ended();
  }

  private void collect(Optional<Duration> longestStale, Instant now, Clearing clearing)
      throws TransferException {
    list(
        Selection.ALL,
        now,
        kept -> {
          boolean old = isOld(kept.standing(), longestStale);
          if (old) {
            kept.stored().remove();
          }
          return clearing.next(kept.stored(), old);
        });
    inventory.compact();
  }

  private static boolean isOld(Standing standing, Optional<Duration> longestStale) {
    return switch (standing.use()) {
      case FRESH -> false;
      case STALE ->
          longestStale.isPresent() && standing.left().negated().compareTo(longestStale.get()) >= 0;
      case USELESS -> true;
    };
  }

  /**
   * Reads all stored responses, and removes damaged ones.
   *
   * @throws TransferException with side {@code STORE} if not all responses could be looked at; or
   *     the watch's
   */
  public Verified verify(Watch watch) throws TransferException {
    return inventory.verify(watch);
  }

  /** Takes in responses that another cache kept. */
  public Intake intake() {
    return new Intake(store, inventory, policy);
  }
}
