package larder.app;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import larder.access.Door;
import larder.app.statistics.Counts;
import larder.app.statistics.State;
import larder.app.statistics.Statistics;
import larder.caching.CachePolicy;
import larder.forwarding.ExchangeLog;
import larder.forwarding.ForwardingSettings;
import larder.forwarding.Ports;
import larder.forwarding.Proxy;
import larder.forwarding.Sharing;
import larder.socket.listener.ConnectionThreads;
import larder.store.ResponseStore;
import larder.store.StoreSize;
import larder.tls.SigningAuthority;
import larder.upkeep.Upkeep;
import org.jspecify.annotations.Nullable;

/**
 * A proxy that runs: the one place where ports meet their adapters. Read {@link #start} from top to
 * bottom to see the whole house.
 */
public final class Larder implements AutoCloseable {
  private final ResponseStore store;
  private final StoreSize found;
  private final Entrance entrance;
  private final Outbound outbound;
  private final Background background;
  private final Reception reception;
  private final Admin admin;
  private final Statistics statistics;
  private final @Nullable RunGuests guests;

  Larder(
      ResponseStore store,
      StoreSize found,
      Entrance entrance,
      Outbound outbound,
      Background background,
      Reception reception,
      Admin admin,
      Statistics statistics,
      @Nullable RunGuests guests) {
    this.store = store;
    this.found = found;
    this.entrance = entrance;
    this.outbound = outbound;
    this.background = background;
    this.reception = reception;
    this.admin = admin;
    this.statistics = statistics;
    this.guests = guests;
  }

  /**
   * Opens the store, and begins to listen: who comes before the store is open waits for it.
   *
   * @throws StartException if it cannot; nothing is left open then
   */
  public static Larder start(Settings settings, ExchangeLog log, Surroundings surroundings)
      throws StartException {
    return start(settings, log, surroundings, open(settings, surroundings));
  }

  /** The same, and lets in commands that the owner of its folder runs behind it. */
  public static Larder start(
      Settings settings, ExchangeLog log, Surroundings surroundings, GuestSettings reader)
      throws StartException {
    Stores.Opened opened = open(settings, surroundings);
    InstantSource clock = watched(surroundings, opened);
    return start(
        settings, log, surroundings, clock, opened, new Statistics(), new OwnAddresses(), reader);
  }

  /** It opens while everything else starts. */
  private static Stores.Opened open(Settings settings, Surroundings surroundings) {
    CachePolicy policy = policy(settings);
    return Stores.Opened.opening(
        OpeningStore.begin(() -> Stores.open(settings.caching(), policy, surroundings.clock())));
  }

  private static CachePolicy policy(Settings settings) {
    return Policies.of(settings.caching().policy(), settings.network().offline());
  }

  /**
   * The same over a store that is open.
   *
   * @param opened its own from now on: it closes it
   */
  static Larder start(
      Settings settings, ExchangeLog log, Surroundings surroundings, Stores.Opened opened)
      throws StartException {
    InstantSource clock = watched(surroundings, opened);
    return start(
        settings, log, surroundings, clock, opened, new Statistics(), new OwnAddresses(), null);
  }

  /** What is stored was timed by one clock, whoever uses it. */
  private static InstantSource watched(Surroundings surroundings, Stores.Opened opened) {
    return new WatchedClock(surroundings.clock(), opened.inventory()::distrustAges);
  }

  private static Larder start(
      Settings settings,
      ExchangeLog log,
      Surroundings surroundings,
      InstantSource watched,
      Stores.Opened opened,
      Statistics statistics,
      OwnAddresses own,
      @Nullable GuestSettings reader)
      throws StartException {
    ResponseStore store = opened.store();
    CachePolicy policy = policy(settings);
    Outbound outbound;
    try {
      outbound = Outbound.of(settings, surroundings, statistics);
    } catch (StartException | RuntimeException e) {
      store.close();
      throw e;
    }
    Background background = new Background(ConnectionThreads::start);
    Entrance entrance = null;
    try {
      List<InetSocketAddress> addresses = Reception.addresses(settings.listening());
      entrance = Entrance.of(settings.access(), addresses, own);
      Ports ports =
          new Ports(
              store,
              opened.knowledge(),
              policy,
              outbound.origins(),
              outbound.tunnels(),
              conclusion -> {
                statistics.concluded(conclusion);
                log.concluded(conclusion);
              },
              watched,
              background);
      Proxy proxy = Proxy.over(ports, forwarding(settings, entrance.door(), own));
      Reception reception = Reception.open(settings, addresses, surroundings.clock(), proxy);
      try {
        opened.readiness().await();
        StoreSize found = store.size();
        InstantSource clock = surroundings.clock();
        Instant startedAt = clock.instant();
        RunGuests guests =
            reader == null
                ? null
                : new RunGuests(
                    reader,
                    reception::addresses,
                    own,
                    theirs ->
                        start(
                            theirs,
                            log,
                            surroundings,
                            watched,
                            opened.lent(),
                            statistics.part(),
                            own,
                            null));
        Admin admin =
            Admin.start(
                settings,
                proxy.explainer(),
                () ->
                    new State(
                        Duration.between(startedAt, clock.instant()),
                        reception.connections(),
                        store.size(),
                        statistics.counts()),
                new Upkeep(store, opened.inventory(), policy),
                clock,
                guests);
        own.add(reception.addresses(), admin.address());
        return new Larder(
            store, found, entrance, outbound, background, reception, admin, statistics, guests);
      } catch (StartException | RuntimeException e) {
        reception.close();
        throw e;
      }
    } catch (StartException | RuntimeException e) {
      if (entrance != null) {
        entrance.close();
      }
      background.close();
      outbound.close();
      store.close();
      throw e;
    }
  }

  private static ForwardingSettings forwarding(Settings settings, Door door, OwnAddresses own) {
    // To be told from others, not to be a secret: what makes those takes 20 ms to load.
    int number = ThreadLocalRandom.current().nextInt();
    String pseudonym = "larder-" + HexFormat.of().toHexDigits(number);
    return new ForwardingSettings(
        "larder",
        pseudonym,
        settings.caching().tellsKey(),
        door,
        settings.access().allowed(),
        settings.interception().hosts(),
        own::include,
        Sharing.defaults().withMostWaiters(settings.caching().maxWaiters()),
        settings.caching().finishAborted());
  }

  /** Where it listens; the first one is the one to tell people. */
  public List<InetSocketAddress> addresses() {
    return reception.addresses();
  }

  /** The port of the first address. */
  public int port() {
    return addresses().getFirst().getPort();
  }

  /** Where questions about it are answered. */
  public Admin admin() {
    return admin;
  }

  /** What was counted since the start. */
  public Counts counts() {
    return statistics.counts();
  }

  /** Why clients that speak TLS will not like the proxy's certificate. */
  public Optional<String> problemWithCertificate() {
    return reception.problemWithCertificate();
  }

  /** Reads the certificate and its key anew, if there are any; the log says what came of it. */
  public void reload() {
    reception.reload();
  }

  /** Who vouches for intercepted hosts; empty if none are. */
  public Optional<SigningAuthority> authority() {
    return reception.authority();
  }

  /** What was in the store at the start. */
  public StoreSize found() {
    return found;
  }

  /**
   * Takes no more requests, and lets those that are under way end.
   *
   * @return false if some are still there after that time
   */
  public boolean drain(Duration most) {
    long end = System.nanoTime() + most.toNanos();
    stopAccepting();
    boolean guestsIdle = guests == null || guests.drain(most);
    try {
      Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
      return reception.awaitIdle(left) && guestsIdle;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Takes no more requests. Any number of times. */
  void stopAccepting() {
    reception.stopAccepting();
  }

  /** Ends what is under way, and completes the store. Any number of times. */
  @Override
  public void close() {
    admin.close();
    if (guests != null) {
      guests.close();
    }
    reception.close();
    entrance.close();
    background.close();
    outbound.close();
    store.close();
  }
}
