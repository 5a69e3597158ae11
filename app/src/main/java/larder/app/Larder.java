package larder.app;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import larder.app.statistics.Counts;
import larder.app.statistics.Statistics;
import larder.caching.CachePolicy;
import larder.forwarding.ExchangeLog;
import larder.store.StoreSize;
import larder.tls.SigningAuthority;
import org.jspecify.annotations.Nullable;

/** A proxy that runs. {@link Start} says what it is made of. */
public final class Larder implements AutoCloseable {
  private final CloseStack begun;
  private final StoreSize found;
  private final Reception reception;
  private final Admin admin;
  private final Statistics statistics;
  private final @Nullable RunGuests guests;

  /**
   * @param begun all that it is made of, in the order in which it began
   */
  Larder(
      CloseStack begun,
      StoreSize found,
      Reception reception,
      Admin admin,
      Statistics statistics,
      @Nullable RunGuests guests) {
    this.begun = begun;
    this.found = found;
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
    return start(settings, log, surroundings, open(settings, surroundings), null);
  }

  /** The same, and lets in commands that the owner of its folder runs behind it. */
  public static Larder start(
      Settings settings, ExchangeLog log, Surroundings surroundings, GuestSettings reader)
      throws StartException {
    return start(settings, log, surroundings, open(settings, surroundings), reader);
  }

  /**
   * Begins to listen over a store that is open, or will be.
   *
   * @param opened its own from now on: it closes it
   * @param reader of what guests want; null if none are let in
   */
  static Larder start(
      Settings settings,
      ExchangeLog log,
      Surroundings surroundings,
      Stores.Opened opened,
      @Nullable GuestSettings reader)
      throws StartException {
    Start.Common common = Start.Common.of(log, surroundings, opened);
    return new Start(settings, opened, common).larder(reader);
  }

  /** It opens while everything else starts. */
  private static Stores.Opened open(Settings settings, Surroundings surroundings) {
    CachePolicy policy = Start.policy(settings);
    return Stores.Opened.opening(
        OpeningStore.begin(() -> Stores.open(settings.caching(), policy, surroundings.clock())));
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
    begun.close();
  }
}
