package larder.app;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import larder.caching.CachePolicy;
import larder.forwarding.Explainer;
import larder.forwarding.Explanation;
import larder.h2.H2Store;
import larder.h2.StoreFolderException;
import larder.h2.StoreInUseException;
import larder.http.RequestHead;
import larder.http.TargetUri;
import larder.store.StoreKey;
import larder.store.StoredResponse;

/** The store in a folder that no proxy uses at present. */
public final class StoppedStore {
  private StoppedStore() {}

  /**
   * Explains what a proxy with that policy would do.
   *
   * @throws StartException if the folder is in use, holds no store, or cannot be read
   */
  public static Explanation explain(
      Path folder, CachePolicy policy, RequestHead request, TargetUri target, Instant at)
      throws StartException {
    try (H2Store store = H2Store.openAtRest(folder)) {
      List<StoredResponse> stored = store.find(StoreKey.of(target));
      return Explainer.over(uri -> stored, policy).explain(request, target, at);
    } catch (StoreInUseException e) {
      throw new StartException(
          StartException.Cause.IN_USE,
          e.getMessage() + ", which has no admin port to be asked: give it one with --admin-port",
          e);
    } catch (StoreFolderException e) {
      throw new StartException(
          StartException.Cause.DISK, e.getMessage() + ": name another with --cache-dir", e);
    }
  }
}
