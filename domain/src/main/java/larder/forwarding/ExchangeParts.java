package larder.forwarding;

import java.time.InstantSource;

/** What every exchange works with; made once. */
record ExchangeParts(
    ForwardingSettings settings,
    InstantSource clock,
    OwnAnswers own,
    OriginSide origins,
    CacheSide cache,
    StoredAnswer storedAnswer,
    CacheStatus cacheStatus,
    BackgroundValidation background,
    Collapsing collapsing,
    RecentRefusals refusals) {
  /** So many are told apart, in 512 KiB, of the keys that become invalid while a response comes. */
  private static final int MOST_INVALIDATED = 1 << 16;

  /** Of so many groups it is known when they were invalidated. */
  private static final int MOST_GROUPS = 4096;

  static ExchangeParts of(Ports ports, ForwardingSettings settings) {
    Invalidations invalidated = new Invalidations(MOST_INVALIDATED, MOST_GROUPS);
    OriginSide origins = new OriginSide(ports, settings, invalidated);
    FetchesUnderWay fetches = new FetchesUnderWay(settings.sharing(), ports.clock());
    CacheSide cache = new CacheSide(ports, fetches, invalidated, settings.finishAborted());
    return new ExchangeParts(
        settings,
        ports.clock(),
        new OwnAnswers(new ErrorPage(settings.name()), ports.clock(), settings.allowed().trace()),
        origins,
        cache,
        new StoredAnswer(settings.pseudonym()),
        new CacheStatus(settings.name(), settings.tellsKey()),
        new BackgroundValidation(ports, origins, cache),
        new Collapsing(fetches, cache, settings.sharing(), ports.clock()),
        new RecentRefusals());
  }
}
