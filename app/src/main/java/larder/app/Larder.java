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

/** A running proxy. {@link Start} shows its parts. */
public final class Larder implements AutoCloseable {
  private final CloseStack begun;
  private final StoreSize found;
  private final Reception reception;
  private final Admin admin;
  private final Statistics statistics;
  private final @Nullable RunGuests guests;

  /**
   * @param begun all its parts, in the order of their beginning
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
   * Begins to open the store, and to listen; early requests wait until the store is open.
   *
   * @throws StartException if it cannot start; nothing is left open then
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
   * Begins to listen over a store that is open or being opened.
   *
   * @param opened closed by the proxy
   * @param reader of the guests' wishes; null if no guests are let in
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

  /** Opens the store while everything else starts. */
  private static Stores.Opened open(Settings settings, Surroundings surroundings) {
    CachePolicy policy = Start.policy(settings);
    return Stores.Opened.opening(
        OpeningStore.begin(() -> Stores.open(settings.caching(), policy, surroundings.clock())));
  }

  /** The addresses on which it listens; the first is the one to show to users. */
  public List<InetSocketAddress> addresses() {
    return reception.addresses();
  }

  /** The port of the first address. */
  public int port() {
    return addresses().getFirst().getPort();
  }

  public Admin admin() {
    return admin;
  }

  /** The counts since the start. */
  public Counts counts() {
    return statistics.counts();
  }

  /** Why TLS clients would reject the proxy's certificate; empty if nothing is wrong. */
  public Optional<String> problemWithCertificate() {
    return reception.problemWithCertificate();
  }

  /** Reloads the certificate and its key, if there are any, and logs the result. */
  public void reload() {
    reception.reload();
  }

  /** The authority for intercepted hosts; empty if there are none. */
  public Optional<SigningAuthority> authority() {
    return reception.authority();
  }

  /** The size of the store at the start. */
  public StoreSize found() {
    return found;
  }

  /**
   * Stops accepting requests, and lets those under way end.
   *
   * @return false if some are still under way after that time
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

  /** Stops accepting requests. Idempotent. */
  void stopAccepting() {
    reception.stopAccepting();
  }

  /** Ends all requests, and closes the store after writing what is left. Idempotent. */
  @Override
  public void close() {
    begun.close();
  }
}
