package larder.forwarding;

import java.time.InstantSource;
import java.util.concurrent.Executor;
import larder.caching.CachePolicy;
import larder.store.ResponseStore;

/**
 * All that exchanges drive.
 *
 * @param knowledge of that store, whoever uses it
 * @param background runs what goes on after an answer has left
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

  /** Those with a store that nobody else uses. */
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
