package larder.app;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import larder.app.upkeep.AnswerSink;
import larder.app.upkeep.Question;
import larder.app.upkeep.Tools;
import larder.caching.CachePolicy;
import larder.forwarding.Explainer;
import larder.forwarding.Explanation;
import larder.h2.H2Settings;
import larder.h2.H2Store;
import larder.h2.StoreFolderException;
import larder.h2.StoreInUseException;
import larder.http.RequestHead;
import larder.http.TargetUri;
import larder.http.TransferException;
import larder.store.StoreKey;
import larder.store.StoredResponse;
import larder.upkeep.Upkeep;

/** The store in a folder that no proxy uses at the moment. */
public final class StoppedStore {
  private StoppedStore() {}

  /** Whether a process holds the folder, so that its store is in use. */
  static boolean isHeld(Path folder) {
    return H2Store.isHeld(folder);
  }

  /**
   * Explains what a proxy with that policy would do.
   *
   * @throws StartException if the folder is in use, holds no store, or cannot be read
   */
  public static Explanation explain(
      Path folder, CachePolicy policy, RequestHead request, TargetUri target, Instant at)
      throws StartException {
    try (H2Store store = open(folder, policy, InstantSource.system(), OptionalLong.empty())) {
      List<StoredResponse> stored = store.find(StoreKey.of(target));
      return Explainer.over(uri -> stored, policy).explain(request, target, at);
    }
  }

  /**
   * Answers a question as a proxy with that policy would.
   *
   * @throws StartException if the folder is in use, holds no store, or cannot be read
   * @throws IllegalArgumentException if the question is wrong
   * @throws TransferException with side {@code STORE} if the answer could not be completed; or the
   *     one thrown by the sink
   */
  public static void answer(
      Path folder, CachePolicy policy, InstantSource clock, Question question, AnswerSink answers)
      throws StartException, TransferException {
    use(folder, policy, clock, OptionalLong.empty(), tools -> tools.answer(question, answers));
  }

  /** An operation on a store. */
  @FunctionalInterface
  public interface Using {
    void with(Tools tools) throws TransferException;
  }

  /**
   * Runs an operation on the store.
   *
   * @param begins the bound in bytes of a new store if there is none; empty to begin none
   * @throws StartException if the folder is in use, holds no store, or cannot be read
   * @throws TransferException if the operation throws it
   */
  public static void use(
      Path folder, CachePolicy policy, InstantSource clock, OptionalLong begins, Using using)
      throws StartException, TransferException {
    try (H2Store store = open(folder, policy, clock, begins)) {
      using.with(new Tools(new Upkeep(store, store, policy), clock));
    }
  }

  private static H2Store open(
      Path folder, CachePolicy policy, InstantSource clock, OptionalLong begins)
      throws StartException {
    try {
      if (begins.isPresent() && !H2Store.isIn(folder)) {
        H2Settings settings = H2Settings.of(folder, begins.getAsLong());
        return H2Store.open(settings.withAppraisal(Appraisals.by(policy), clock));
      }
      return H2Store.openAtRest(folder, Appraisals.by(policy), clock);
    } catch (StoreInUseException e) {
      throw new StartException(
          StartException.Cause.IN_USE,
          e.getMessage() + ", which has no admin port to be asked: give it one with --admin-port",
          e);
    } catch (StoreFolderException e) {
      throw new StartException(
          StartException.Cause.DISK,
          e.getMessage()
              + ": name another with --cache-dir, or a proxy's admin port with --admin"
              + " http://127.0.0.1:3127",
          e);
    }
  }
}
