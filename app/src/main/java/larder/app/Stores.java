package larder.app;

import java.time.InstantSource;
import larder.caching.CachePolicy;
import larder.h2.H2Settings;
import larder.h2.H2Store;
import larder.h2.StoreFolderException;
import larder.h2.StoreInUseException;
import larder.memory.MemorySettings;
import larder.memory.MemoryStore;
import larder.store.Appraisal;
import larder.store.ResponseStore;
import larder.store.TieredStore;
import org.jspecify.annotations.Nullable;

/** The stores that can be chosen. */
final class Stores {
  private Stores() {}

  /**
   * @param policy that will decide on what is stored
   */
  static ResponseStore open(Settings.Caching caching, CachePolicy policy, InstantSource clock)
      throws StartException {
    return switch (caching.store()) {
      case Settings.InMemory memory -> inMemory(memory.size(), caching.maxObjectSize());
      case Settings.OnDisk disk ->
          onDisk(disk, caching.maxObjectSize(), Appraisals.by(policy), clock);
    };
  }

  private static ResponseStore inMemory(long size, @Nullable Long maxObjectSize)
      throws StartException {
    MemorySettings settings = MemorySettings.ofBytes(size);
    try {
      return MemoryStore.open(
          maxObjectSize == null ? settings : settings.withMaxObjectBytes(maxObjectSize));
    } catch (IllegalArgumentException e) {
      throw tooLarge(e);
    }
  }

  /** On disk, with a front in memory that keeps what is used most. */
  private static ResponseStore onDisk(
      Settings.OnDisk disk, @Nullable Long maxObjectSize, Appraisal appraisal, InstantSource clock)
      throws StartException {
    try {
      H2Settings settings =
          H2Settings.of(disk.folder(), disk.size()).withAppraisal(appraisal, clock);
      ResponseStore back =
          H2Store.open(
              maxObjectSize == null ? settings : settings.withMaxObjectBytes(maxObjectSize));
      if (disk.memorySize() == 0) {
        return back;
      }
      ResponseStore front = MemoryStore.open(MemorySettings.ofBytes(disk.memorySize()));
      return TieredStore.of(front, back);
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

  private static StartException tooLarge(IllegalArgumentException e) {
    return new StartException(
        StartException.Cause.SETTINGS, e.getMessage() + ": change --max-object-size", e);
  }
}
