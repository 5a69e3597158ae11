package larder.forwarding;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import larder.access.Allowances;
import larder.access.Door;
import larder.access.InterceptedHosts;
import larder.access.Reach;
import larder.http.Authority;
import larder.http.Body;
import larder.http.Fields;
import larder.http.HttpVersion;
import larder.http.Method;
import larder.http.Request;
import larder.http.RequestHead;
import larder.http.RequestTarget;
import larder.http.SyntaxException;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;
import larder.store.StoredHead;
import org.jspecify.annotations.Nullable;

/** A proxy between fakes, with a clock that stands still. */
final class ExchangeFixture {
  static final String URI = "http://example.org/a";
  static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  final FakeStore store = new FakeStore();
  final FakePolicy policy = new FakePolicy();
  final FakeOrigins origins = new FakeOrigins();
  final FakeClient client = new FakeClient();
  final List<Conclusion> log = new ArrayList<>();
  final Deque<Runnable> background = new ArrayDeque<>();
  @Nullable TunnelEnd far;

  /** What was to be told to another proxy when the last tunnel was opened. */
  Fields tunnelVia = Fields.EMPTY;

  Instant now = NOW;

  final Proxy proxy;

  ExchangeFixture() {
    this(Doors.OPEN);
  }

  ExchangeFixture(Door door) {
    this(door, Allowances.NONE);
  }

  ExchangeFixture(Door door, Allowances allowed) {
    this(door, allowed, InterceptedHosts.NONE);
  }

  ExchangeFixture(Door door, Allowances allowed, InterceptedHosts intercepted) {
    proxy =
        Proxy.over(
            new Ports(store, policy, origins, this::tunnel, log::add, () -> now, background::add),
            new ForwardingSettings(
                "larder",
                "larder-1",
                false,
                door,
                allowed,
                intercepted,
                authority -> authority.equals(new Authority("127.0.0.1", 3128)),
                Sharing.defaults(),
                FinishAborted.NEVER));
  }

  private TunnelEnd tunnel(Authority authority, Fields via, Reach reach) throws TransferException {
    tunnelVia = via;
    if (far == null) {
      throw new TransferException(Side.ORIGIN, Kind.REFUSED, authority.host() + " refused");
    }
    return far;
  }

  void asks(Method method, String target, String... fields) {
    asks(method, target, Body.empty(), fields);
  }

  void asks(Method method, String target, Body body, String... fields) {
    RequestHead head =
        new RequestHead(method, target(method, target), HttpVersion.HTTP_1_1, Fields.of(fields));
    proxy.handle(new Request(head, body), client);
  }

  private static RequestTarget target(Method method, String text) {
    try {
      return RequestTarget.parse(method, text);
    } catch (SyntaxException e) {
      throw new AssertionError(e);
    }
  }

  FakeStore.Stored stored(String content, String... fields) {
    return store.put(
        URI, new StoredHead(200, "OK", Fields.of(fields), Fields.EMPTY, NOW, NOW), content);
  }

  FakeStore.Stored storedPart(String content, String... fields) {
    return store.putPart(
        URI,
        new StoredHead(206, "Partial Content", Fields.of(fields), Fields.EMPTY, NOW, NOW),
        content);
  }

  OriginPort.OriginRequest sent() {
    if (origins.asked.size() != 1) {
      throw new AssertionError("One request expected: " + origins.asked);
    }
    return origins.asked.getFirst();
  }

  Conclusion concluded() {
    if (log.size() != 1) {
      throw new AssertionError("One line of the log expected: " + log);
    }
    return log.getFirst();
  }

  String cacheStatus() {
    return Objects.requireNonNull(client.field("Cache-Status"));
  }
}
