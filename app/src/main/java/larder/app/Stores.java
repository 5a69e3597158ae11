package larder.app;

import java.time.InstantSource;
import larder.caching.CachePolicy;
import larder.forwarding.StoreKnowledge;
import larder.h2.H2Settings;
import larder.h2.H2Store;
import larder.h2.StoreFolderException;
import larder.h2.StoreInUseException;
import larder.memory.MemorySettings;
import larder.memory.MemoryStore;
import larder.store.Appraisal;
import larder.store.GuardedStore;
import larder.store.InventoryPort;
import larder.store.ResponseStore;
import larder.store.TieredStore;

/** Makes the store that the settings choose. */
final class Stores {
  private Stores() {}

  /** Tells when a store is open. */
  @FunctionalInterface
  interface Readiness {
    Readiness ALREADY = () -> {};

    /**
     * Waits until the store is open.
     *
     * @throws StartException if it cannot be opened
     */
    void await() throws StartException;
  }

  /**
   * A store with its inventory.
   *
   * @param knowledge about that store, shared by all its users
   */
  record Opened(
      ResponseStore store, InventoryPort inventory, StoreKnowledge knowledge, Readiness readiness) {
    static <S extends ResponseStore & InventoryPort> Opened of(S store) {
      return new Opened(store, store, new StoreKnowledge(), Readiness.ALREADY);
    }

    /** A store that is being opened. */
    static Opened opening(OpeningStore store) {
      return new Opened(store, store, new StoreKnowledge(), store::await);
    }

    /** The same store for a user that must not close it. */
    Opened lent() {
      return new Opened(new LentStore(store), inventory, knowledge, readiness);
    }
  }

  /**
   * @param policy decides on what is stored
   */
  static Opened open(Settings.Caching caching, CachePolicy policy, InstantSource clock)
      throws StartException {
    return switch (caching.store()) {
      case Settings.InMemory memory -> Opened.of(inMemory(memory.size(), caching.bounds()));
      case Settings.OnDisk disk -> onDisk(disk, caching.bounds(), Appraisals.by(policy), clock);
    };
  }

  private static MemoryStore inMemory(long size, Settings.StoreBounds bounds)
      throws StartException {
    try {
      MemorySettings settings = MemorySettings.ofBytes(size);
      Long objectSize = bounds.objectSize();
      return MemoryStore.open(
          within(bounds, objectSize == null ? settings : settings.withMaxObjectBytes(objectSize)));
    } catch (IllegalArgumentException e) {
      throw tooLarge(e);
    }
  }

  private static MemorySettings within(Settings.StoreBounds bounds, MemorySettings settings) {
    MemorySettings narrower = settings.withMaxVariants(bounds.variants());
    Long pendingSize = bounds.pendingSize();
    return pendingSize == null ? narrower : narrower.withMaxPendingBytes(pendingSize);
  }

  /** On disk, with the most used responses in a store in memory before it. */
  private static Opened onDisk(
      Settings.OnDisk disk, Settings.StoreBounds bounds, Appraisal appraisal, InstantSource clock)
      throws StartException {
    try {
      GuardedStore back =
          GuardedStore.over(
              H2Store.open(disk(disk, bounds).withAppraisal(appraisal, clock)), new StoreFaults());
      if (disk.memorySize() == 0) {
        return Opened.of(back);
      }
      MemoryStore front =
          MemoryStore.open(within(bounds, MemorySettings.ofBytes(disk.memorySize())));
      return Opened.of(TieredStore.of(front, back));
    } catch (IllegalArgumentException e) {
      throw tooLarge(e);
    } catch (StoreInUseException e) {
      throw new StartException(
          StartException.Cause.IN_USE,
          e.getMessage() + ": stop that one, or choose another folder with --cache-dir",
          e);
    } catch (StoreFolderException e) {
      throw new StartException(
          StartException.Cause.DISK,
          e.getMessage() + ": make it writable, or choose another with --cache-dir",
          e);
    }
  }

  private static H2Settings disk(Settings.OnDisk disk, Settings.StoreBounds bounds) {
    H2Settings settings =
        H2Settings.of(disk.folder(), disk.size()).withMaxVariants(bounds.variants());
    Long pendingSize = bounds.pendingSize();
    if (pendingSize != null) {
      settings = settings.withMaxQueuedBytes(pendingSize);
    }
    Long objectSize = bounds.objectSize();
    return objectSize == null ? settings : settings.withMaxObjectBytes(objectSize);
  }

  private static StartException tooLarge(IllegalArgumentException e) {
    return new StartException(
        StartException.Cause.SETTINGS, e.getMessage() + ": change --max-object-size", e);
  }
}
