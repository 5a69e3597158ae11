package larder.forwarding;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import larder.access.Allowances;
import larder.access.InterceptedHosts;
import larder.caching.CachePolicy;
import larder.caching.Rfc9111Policy;
import larder.http.Body;
import larder.http.Fields;
import larder.http.HttpVersion;
import larder.http.IpAddress;
import larder.http.Method;
import larder.http.Request;
import larder.http.RequestHead;
import larder.http.RequestTarget;
import larder.http.SyntaxException;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;

/** A proxy that many ask at once, each on a thread of its own. */
final class CollapsingFixture implements AutoCloseable {
  static final String URI = "http://example.org/a";
  private static final String DATE = "Fri, 02 Jan 2026 03:04:05 GMT";

  /** Of an answer that may be stored for a minute. */
  static final String[] FRESH = {"Date", DATE, "Cache-Control", "max-age=60"};

  /** So long no test takes: whoever waits does so until it is told. */
  private static final Sharing PATIENT =
      new Sharing(1000, Duration.ofMinutes(5), 4096, Duration.ofMinutes(1));

  private static final CachePolicy BY_THE_BOOK = new Rfc9111Policy(Rfc9111Policy.Settings.DEFAULT);

  static String[] with(String[] fields, String... more) {
    return Stream.of(fields, more).flatMap(Stream::of).toArray(String[]::new);
  }

  final GatedOrigins origins = new GatedOrigins();
  final FollowableStore store;
  private final StoreKnowledge knowledge;
  private final Map<Thread, Conclusion> conclusions = new ConcurrentHashMap<>();
  private final List<Asked> asked = new ArrayList<>();
  private final Proxy proxy;

  /** Where whoever asks next is. */
  IpAddress address = IpAddress.of(new byte[] {127, 0, 0, 1});

  private volatile Instant now = Instant.parse("2026-01-02T03:04:05Z");

  CollapsingFixture() {
    this(PATIENT, FinishAborted.NEVER);
  }

  CollapsingFixture(Sharing sharing, FinishAborted finishing) {
    this(new FollowableStore(), new StoreKnowledge(), BY_THE_BOOK, sharing, finishing);
  }

  private CollapsingFixture(
      FollowableStore store,
      StoreKnowledge knowledge,
      CachePolicy policy,
      Sharing sharing,
      FinishAborted finishing) {
    this.store = store;
    this.knowledge = knowledge;
    proxy =
        Proxy.over(
            new Ports(
                store,
                knowledge,
                policy,
                origins,
                (authority, via, reach) -> {
                  throw new TransferException(Side.ORIGIN, Kind.REFUSED, "No tunnels here");
                },
                conclusion -> conclusions.put(Thread.currentThread(), conclusion),
                () -> now,
                task -> {
                  throw new AssertionError("Nothing goes on behind an answer here");
                }),
            new ForwardingSettings(
                "larder",
                "larder-1",
                false,
                Doors.OPEN,
                Allowances.NONE,
                InterceptedHosts.NONE,
                authority -> false,
                sharing,
                finishing));
  }

  /** Another proxy that uses the same store. */
  CollapsingFixture beside() {
    return beside(BY_THE_BOOK);
  }

  /** The same with another policy. */
  CollapsingFixture beside(CachePolicy policy) {
    return new CollapsingFixture(store, knowledge, policy, PATIENT, FinishAborted.NEVER);
  }

  void advance(Duration time) {
    now = now.plus(time);
  }

  Asked gets(String... fields) {
    return asks(Method.GET, Integer.MAX_VALUE, fields);
  }

  /** By a client that takes nothing until then. */
  Asked getsSlowly(CountDownLatch until) {
    return asks(Method.GET, URI, Integer.MAX_VALUE, until);
  }

  /** By a client that leaves once it was sent more than that many bytes. */
  Asked getsImpatiently(int patience) {
    return asks(Method.GET, patience);
  }

  Asked asks(Method method, int patience, String... fields) {
    return asks(method, URI, patience, fields);
  }

  Asked asks(Method method, String uri, int patience, String... fields) {
    return asks(method, uri, patience, new CountDownLatch(0), fields);
  }

  private Asked asks(
      Method method, String uri, int patience, CountDownLatch until, String... fields) {
    RequestTarget target;
    try {
      target = RequestTarget.parse(method, uri);
    } catch (SyntaxException e) {
      throw new AssertionError(e);
    }
    RequestHead head = new RequestHead(method, target, HttpVersion.HTTP_1_1, Fields.of(fields));
    Asked next = new Asked(new Request(head, Body.empty()), patience, until);
    asked.add(next);
    return next;
  }

  /** What is stored there becomes invalid. */
  void deletes(String uri) throws InterruptedException {
    Asked change = asks(Method.DELETE, uri, Integer.MAX_VALUE);
    origins.next().answers(204, 0).ends();
    if (change.client().status() != 204) {
      throw new AssertionError("It was not deleted");
    }
  }

  void allAreAnswered() throws InterruptedException {
    for (Asked each : asked) {
      each.client();
    }
  }

  /** All have been answered, and the origin was asked no more than the test knows. */
  @Override
  public void close() {
    try {
      allAreAnswered();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    if (origins.left() > 0) {
      throw new AssertionError("The origin was asked behind the test's back");
    }
  }

  /** One exchange. */
  final class Asked {
    private final FakeClient client = new FakeClient();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final Thread thread;

    private Asked(Request request, int patience, CountDownLatch until) {
      client.patience = patience;
      client.address = address;
      client.beforeContent =
          () -> {
            begun.countDown();
            await(until);
          };
      thread = Thread.ofPlatform().daemon().start(() -> proxy.handle(request, client));
    }

    private static void await(CountDownLatch latch) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    /** Its first byte is there. */
    Asked hasBegun() throws InterruptedException {
      if (!begun.await(30, TimeUnit.SECONDS)) {
        throw new AssertionError("No content came");
      }
      return this;
    }

    /** It waits for another one's head: nothing else here waits with an end to its patience. */
    Asked waits() {
      return is(Thread.State.TIMED_WAITING);
    }

    /** It waits for content that another one fetches: nothing else here waits without an end. */
    Asked follows() {
      return is(Thread.State.WAITING);
    }

    /** It has taken what came, and waits for more: the time that passes now is not its client's. */
    Asked wantsMore() {
      return is(Thread.State.WAITING);
    }

    private Asked is(Thread.State state) {
      while (thread.getState() != state) {
        if (!thread.isAlive()) {
          throw new AssertionError("It did not wait: " + conclusions.get(thread));
        }
        Thread.onSpinWait();
      }
      return this;
    }

    /** For another thread of the test. */
    void awaitEnd() {
      try {
        client();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    /** Once its exchange is over. */
    FakeClient client() throws InterruptedException {
      thread.join(30_000);
      if (thread.isAlive()) {
        throw new AssertionError("It goes on and on");
      }
      return client;
    }

    Conclusion conclusion() throws InterruptedException {
      client();
      return Objects.requireNonNull(conclusions.get(thread));
    }

    String cacheStatus() throws InterruptedException {
      return Objects.requireNonNull(client().field("Cache-Status"));
    }
  }
}
