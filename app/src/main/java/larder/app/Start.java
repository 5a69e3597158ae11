package larder.app;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import larder.access.Door;
import larder.app.statistics.State;
import larder.app.statistics.Statistics;
import larder.caching.CachePolicy;
import larder.forwarding.Conclusion;
import larder.forwarding.ExchangeLog;
import larder.forwarding.ForwardingSettings;
import larder.forwarding.Ports;
import larder.forwarding.Proxy;
import larder.forwarding.Sharing;
import larder.socket.listener.ConnectionThreads;
import larder.store.ResponseStore;
import larder.store.StoreSize;
import larder.upkeep.Upkeep;
import org.jspecify.annotations.Nullable;

/**
 * Starts one proxy: the only place where ports meet their adapters. {@link #build} shows the whole
 * design from top to bottom.
 */
final class Start {
  private final Settings settings;
  private final Stores.Opened opened;
  private final Common common;
  private final CachePolicy policy;
  private final CloseStack begun = new CloseStack();

  /**
   * What the proxies of a process share: the main one, and those of its guests.
   *
   * @param watched the clock that times stored responses for all of them
   * @param statistics of the proxy being started; a guest's also count for the main proxy
   * @param own where any of them listens
   */
  record Common(
      ExchangeLog log,
      Surroundings surroundings,
      InstantSource watched,
      Statistics statistics,
      OwnAddresses own) {
    static Common of(ExchangeLog log, Surroundings surroundings, Stores.Opened opened) {
      InstantSource watched =
          new WatchedClock(surroundings.clock(), opened.inventory()::distrustAges);
      return new Common(log, surroundings, watched, new Statistics(), new OwnAddresses());
    }

    Common ofGuest() {
      return new Common(log, surroundings, watched, statistics.part(), own);
    }

    void concluded(Conclusion conclusion) {
      statistics.concluded(conclusion);
      log.concluded(conclusion);
    }
  }

  /**
   * @param opened closed by the proxy
   */
  Start(Settings settings, Stores.Opened opened, Common common) {
    this.settings = settings;
    this.opened = opened;
    this.common = common;
    this.policy = policy(settings);
  }

  static CachePolicy policy(Settings settings) {
    return Policies.of(settings.caching().policy(), settings.network().offline());
  }

  /**
   * @param reader of the guests' wishes; null if no guests are let in
   * @throws StartException if it cannot start; nothing is left open then, whatever is thrown
   */
  Larder larder(@Nullable GuestSettings reader) throws StartException {
    try {
      return build(reader);
    } catch (StartException | RuntimeException | Error e) {
      begun.closeAfter(e);
      throw e;
    }
  }

  private Larder build(@Nullable GuestSettings reader) throws StartException {
    ResponseStore store = begun.add(opened.store(), ResponseStore::close);
    Outbound outbound =
        begun.add(Outbound.of(settings, common.surroundings, common.statistics), Outbound::close);
    Background background = begun.add(new Background(ConnectionThreads::start), Background::close);
    List<InetSocketAddress> addresses = Reception.addresses(settings.listening());
    Entrance entrance =
        begun.add(Entrance.of(settings.access(), addresses, common.own), Entrance::close);
    Proxy proxy = Proxy.over(ports(outbound, background), forwarding(entrance.door()));
    Reception reception =
        begun.add(
            Reception.open(settings, addresses, common.surroundings.clock(), proxy),
            Reception::close);
    opened.readiness().await();
    StoreSize found = store.size();
    RunGuests guests =
        reader == null ? null : begun.add(guests(reader, reception), RunGuests::close);
    Admin admin = begun.add(admin(proxy, reception, guests), Admin::close);
    common.own.add(reception.addresses(), admin.address());
    return new Larder(begun, found, reception, admin, common.statistics, guests);
  }

  private Ports ports(Outbound outbound, Background background) {
    return new Ports(
        opened.store(),
        opened.knowledge(),
        policy,
        outbound.origins(),
        outbound.tunnels(),
        common::concluded,
        common.watched,
        background);
  }

  private ForwardingSettings forwarding(Door door) {
    // It must be distinct, not secret: a secure random number takes 20 ms to load.
    int number = ThreadLocalRandom.current().nextInt();
    String pseudonym = "larder-" + HexFormat.of().toHexDigits(number);
    return new ForwardingSettings(
        "larder",
        pseudonym,
        settings.caching().tellsKey(),
        door,
        settings.access().allowed(),
        settings.interception().hosts(),
        common.own::include,
        Sharing.defaults().withMostWaiters(settings.caching().maxWaiters()),
        settings.caching().finishAborted());
  }

  /** Each guest gets a proxy of its own over the same store, which lets in no further guests. */
  private RunGuests guests(GuestSettings reader, Reception reception) {
    return new RunGuests(
        reader,
        reception::addresses,
        common.own,
        theirs -> new Start(theirs, opened.lent(), common.ofGuest()).larder(null),
        ProcessHandle::of);
  }

  private Admin admin(Proxy proxy, Reception reception, @Nullable RunGuests guests)
      throws StartException {
    return Admin.start(
        settings,
        proxy.explainer(),
        state(reception),
        new Upkeep(opened.store(), opened.inventory(), policy),
        common.surroundings.clock(),
        guests);
  }

  private Supplier<State> state(Reception reception) {
    long startedAt = System.nanoTime(); // no clock, which may be set meanwhile
    return () ->
        new State(
            Duration.ofNanos(System.nanoTime() - startedAt),
            reception.connections(),
            opened.store().size(),
            common.statistics.counts());
  }
}
