package larder.app;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import larder.app.admin.Guests;
import larder.app.statistics.Counts;
import larder.tls.SigningAuthority;
import org.jspecify.annotations.Nullable;

/**
 * Commands that run behind one proxy. Each gets a proxy of its own in this process, with its own
 * port and settings, over the store of the shared proxy.
 */
final class RunGuests implements Guests, AutoCloseable {
  private static final int MOST = 100;
  private static final Duration LAST_EXCHANGES = Duration.ofSeconds(5);

  private final GuestSettings reader;
  private final Supplier<List<InetSocketAddress>> listening;
  private final OwnAddresses own;
  private final Opening opening;
  private final LongFunction<Optional<ProcessHandle>> processes;
  private final Map<String, Larder> ways = new ConcurrentHashMap<>();
  private boolean closed;

  @FunctionalInterface
  interface Opening {
    Larder open(Settings settings) throws StartException;
  }

  /**
   * @param listening where the shared proxy listens
   * @param own where this process listens; each guest's proxy adds its own ports
   * @param processes the visible processes by their numbers
   */
  RunGuests(
      GuestSettings reader,
      Supplier<List<InetSocketAddress>> listening,
      OwnAddresses own,
      Opening opening,
      LongFunction<Optional<ProcessHandle>> processes) {
    this.reader = reader;
    this.listening = listening;
    this.own = own;
    this.opening = opening;
    this.processes = processes;
  }

  @Override
  public Admitted admit(Wish wish) throws NotAdmittedException {
    ProcessHandle process =
        processes
            .apply(wish.pid())
            .orElseThrow(
                () ->
                    new NotAdmittedException(
                        "The proxy does not see the process "
                            + wish.pid()
                            + ", and would not notice its end: run both in one container",
                        null));
    String name = HexFormat.of().formatHex(random());
    synchronized (this) {
      if (closed) {
        throw new NotAdmittedException("The proxy is being stopped", null);
      }
      if (ways.size() >= MOST) {
        throw new NotAdmittedException(
            MOST + " commands run behind this proxy already: wait for one to end", null);
      }
      return admit(name, process, open(wish));
    }
  }

  /** Closes the way if anything fails, such as the thread that waits for the end of the process. */
  private Admitted admit(String name, ProcessHandle process, Larder way) {
    try {
      String pem = way.authority().map(SigningAuthority::pem).orElse(null);
      Admitted admitted = new Admitted(name, way.port(), pem);
      ways.put(name, way);
      CompletableFuture<Void> _ = process.onExit().thenRunAsync(() -> forget(name));
      return admitted;
    } catch (RuntimeException | Error e) {
      ways.remove(name);
      close(way);
      throw e;
    }
  }

  private Larder open(Wish wish) throws NotAdmittedException {
    List<Settings.Endpoint> ours =
        listening.get().stream()
            .map(each -> new Settings.Endpoint(each.getAddress().getHostAddress(), each.getPort()))
            .toList();
    try {
      return opening.open(reader.of(wish, ours));
    } catch (StartException e) {
      throw new NotAdmittedException(String.valueOf(e.getMessage()), e);
    }
  }

  private static byte[] random() {
    byte[] random = new byte[8];
    new SecureRandom().nextBytes(random);
    return random;
  }

  @Override
  public @Nullable Counts leave(String name) {
    Larder way = ways.remove(name);
    if (way == null) {
      return null;
    }
    try {
      way.drain(LAST_EXCHANGES);
      return way.counts();
    } finally {
      close(way);
    }
  }

  private void close(Larder way) {
    List<InetSocketAddress> addresses = way.addresses();
    way.close();
    own.remove(addresses);
  }

  /** Closes a way in whose process has ended, so that nobody waits for answers. */
  private void forget(String name) {
    Larder way = ways.remove(name);
    if (way != null) {
      close(way);
    }
  }

  /**
   * Stops admitting guests and accepting requests, and lets all requests under way end; returns
   * whether they did.
   */
  boolean drain(Duration most) {
    long end = System.nanoTime() + most.toNanos();
    synchronized (this) {
      closed = true;
    }
    ways.values().forEach(Larder::stopAccepting);
    boolean idle = true;
    for (Larder way : ways.values()) {
      idle &= way.drain(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
    }
    return idle;
  }

  @Override
  public synchronized void close() {
    closed = true;
    List.copyOf(ways.keySet()).forEach(this::forget);
  }
}
