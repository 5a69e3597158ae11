package larder.forwarding;

import java.time.InstantSource;
import java.util.concurrent.Executor;
import larder.caching.CachePolicy;
import larder.store.ResponseStore;

/**
 * Everything that exchanges drive.
 *
 * @param knowledge about that store, shared by all its users
 * @param background runs the work that continues after an answer was sent
 */
public record Ports(
    ResponseStore store,
    StoreKnowledge knowledge,
    CachePolicy policy,
    OriginPort origins,
    TunnelPort tunnels,
    ExchangeLog log,
    InstantSource clock,
    Executor background) {

  /** Ports with a store that nobody else uses. */
  public Ports(
      ResponseStore store,
      CachePolicy policy,
      OriginPort origins,
      TunnelPort tunnels,
      ExchangeLog log,
      InstantSource clock,
      Executor background) {
    this(store, new StoreKnowledge(), policy, origins, tunnels, log, clock, background);
  }
}
