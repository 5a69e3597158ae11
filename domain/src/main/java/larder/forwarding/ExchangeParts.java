package larder.forwarding;

import java.time.InstantSource;

/** What all exchanges work with; made once. */
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
  static ExchangeParts of(Ports ports, ForwardingSettings settings) {
    OriginSide origins = new OriginSide(ports, settings);
    FetchesUnderWay fetches = new FetchesUnderWay(settings.sharing(), ports.clock());
    CacheSide cache = new CacheSide(ports, fetches, settings.finishAborted());
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
