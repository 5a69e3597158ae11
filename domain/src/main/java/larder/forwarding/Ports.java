package larder.forwarding;

import java.time.InstantSource;
import java.util.concurrent.Executor;
import larder.caching.CachePolicy;
import larder.store.ResponseStore;

/**
 * All that exchanges drive.
 *
 * @param background runs what goes on after an answer has left
 */
public record Ports(
    ResponseStore store,
    CachePolicy policy,
    OriginPort origins,
    TunnelPort tunnels,
    ExchangeLog log,
    InstantSource clock,
    Executor background) {}
