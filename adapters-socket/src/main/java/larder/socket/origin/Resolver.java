package larder.socket.origin;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import larder.http.Authority;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Resolves names, and caches the results for a while. Uses a few threads of its own, because a
 * lookup cannot be cancelled. Concurrent requests for one name share one lookup.
 */
final class Resolver implements AutoCloseable {
  private static final long FOUND_FOR = Duration.ofSeconds(30).toNanos();
  private static final long NOT_FOUND_FOR = Duration.ofSeconds(3).toNanos();
  private static final int REMEMBERED = 1024;

  /** Whoever answers for a name can name any number, and each one is kept and connected to. */
  private static final int MOST_ADDRESSES = 32;

  private static final int THREADS = 32;
  private static final int WAITING = 512;

  private final NameLookup names;
  private final Duration timeout;
  private final LongSupplier nanoTime;
  private final ThreadPoolExecutor threads;
  private final ConcurrentMap<String, LookUp> underWay = new ConcurrentHashMap<>();
  private final Map<String, Known> known =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
          return size() > REMEMBERED;
        }
      };

  /**
   * @param addresses empty if the name has none
   */
  private record Known(List<InetAddress> addresses, long since) {}

  Resolver(NameLookup names, Duration timeout, LongSupplier nanoTime) {
    this.names = names;
    this.timeout = timeout;
    this.nanoTime = nanoTime;
    this.threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(WAITING),
            Thread.ofPlatform().daemon().name("larder-names-", 0).factory());
    threads.allowCoreThreadTimeOut(true);
  }

  /** The addresses of the authority's host, in the order in which to try them, at least one. */
  List<InetAddress> resolve(Authority authority) throws TransferException {
    OriginFailures failures = new OriginFailures(authority);
    String host = authority.hostForLookup();
    InetAddress literal = literal(host);
    if (literal != null) {
      return List.of(literal);
    }
    List<InetAddress> found = remembered(host);
    if (found == null) {
      found = lookUp(host, failures);
    }
    if (found.isEmpty()) {
      throw failures.of(Kind.NAME_NOT_FOUND, "The name " + host + " has no address");
    }
    return found;
  }

  private static @Nullable InetAddress literal(String host) {
    char last = host.charAt(host.length() - 1);
    boolean mayBe = host.indexOf(':') >= 0 || (last >= '0' && last <= '9');
    if (!mayBe) {
      return null;
    }
    try {
      return InetAddress.ofLiteral(host);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private @Nullable List<InetAddress> remembered(String host) {
    synchronized (known) {
      Known one = known.get(host);
      if (one == null) {
        return null;
      }
      long most = one.addresses.isEmpty() ? NOT_FOUND_FOR : FOUND_FOR;
      if (nanoTime.getAsLong() - one.since <= most) {
        return one.addresses;
      }
      known.remove(host);
      return null;
    }
  }

  private List<InetAddress> lookUp(String host, OriginFailures failures) throws TransferException {
    LookUp joined = null;
    try {
      joined = join(host);
      return joined.found.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw failures.of(Kind.NAME_TIMED_OUT, "The name " + host + " was not resolved in time", e);
    } catch (RejectedExecutionException e) {
      throw failures.of(Kind.OVERLOADED, "Too many names are being resolved", e);
    } catch (ExecutionException e) {
      throw failures.of(Kind.FAILED, "The name " + host + " could not be resolved", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failures.of(Kind.FAILED, "The name " + host + " is not resolved any more", e);
    } finally {
      if (joined != null) {
        leave(joined);
      }
    }
  }

  /** Joins the lookup for that name that is under way, or begins one. */
  private LookUp join(String host) {
    return underWay.compute(
        host,
        (name, before) -> {
          LookUp one = before == null ? begin(host) : before;
          one.waiting++;
          return one;
        });
  }

  private LookUp begin(String host) {
    LookUp begun = new LookUp(host);
    threads.execute(begun);
    return begun;
  }

  /** A queued lookup that no thread waits for any more leaves the queue. */
  private void leave(LookUp joined) {
    underWay.computeIfPresent(
        joined.host,
        (name, present) -> {
          if (!present.equals(joined)) {
            return present; // a later lookup
          }
          joined.waiting--;
          return joined.waiting == 0 && threads.remove(joined) ? null : joined;
        });
  }

  /** One lookup, queued or running. */
  private final class LookUp implements Runnable {
    private final String host;
    private final CompletableFuture<List<InetAddress>> found = new CompletableFuture<>();

    /** How many threads wait for it; guarded by the lock of its place in the map. */
    private int waiting;

    LookUp(String host) {
      this.host = host;
    }

    @Override
    public void run() {
      try {
        List<InetAddress> addresses = lookUpNow(host);
        underWay.remove(host); // from now on, requests get the cached result
        found.complete(addresses);
      } catch (RuntimeException | Error e) {
        underWay.remove(host);
        found.completeExceptionally(e);
      }
    }
  }

  private List<InetAddress> lookUpNow(String host) {
    List<InetAddress> addresses;
    try {
      addresses = firstOf(Dialler.alternating(List.of(names.lookup(host))));
    } catch (UnknownHostException e) {
      addresses = List.of();
    }
    synchronized (known) {
      known.put(host, new Known(addresses, nanoTime.getAsLong()));
    }
    return addresses;
  }

  private static List<InetAddress> firstOf(List<InetAddress> addresses) {
    return List.copyOf(addresses.subList(0, Math.min(MOST_ADDRESSES, addresses.size())));
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
