package larder.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import larder.access.Allowances;
import larder.access.ClientRules;
import larder.access.ConnectPorts;
import larder.access.Door;
import larder.access.HostRules;
import larder.access.InterceptedHosts;
import larder.access.Prefixing;
import larder.access.Reach;
import larder.caching.Rfc9111Policy;
import larder.forwarding.Bypass;
import larder.forwarding.ClientAddress;
import larder.forwarding.FinishAborted;
import larder.forwarding.ForwardingSettings;
import larder.forwarding.Inside;
import larder.forwarding.OriginPort;
import larder.forwarding.Ports;
import larder.forwarding.Proxy;
import larder.forwarding.ResponsePort;
import larder.forwarding.Sharing;
import larder.forwarding.TunnelEnd;
import larder.http.Authority;
import larder.http.Body;
import larder.http.Fields;
import larder.http.IpAddress;
import larder.http.Request;
import larder.http.Response;
import larder.http.ResponseHead;
import larder.http.Scheme;
import larder.http.TransferException;
import larder.memory.MemorySettings;
import larder.memory.MemoryStore;
import larder.socket.MessageLimits;
import larder.socket.wire.ByteSource;
import larder.socket.wire.ByteTarget;
import larder.socket.wire.Framing;
import larder.socket.wire.HeadBuilder;
import larder.socket.wire.HeadReader;
import larder.socket.wire.MalformedException;
import larder.socket.wire.MessageWriter;
import larder.socket.wire.RequestHeadParser;
import larder.socket.wire.Scratch;
import larder.store.StoreKey;
import larder.store.StoredHead;
import larder.store.StoredResponse;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a hit from memory costs, from the bytes of its request to those of its answer. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class Hits {
  private static final Instant STORED = Instant.parse("2026-03-01T12:00:00Z");
  private static final int URLS = 1000;
  private static final Fields STORED_FIELDS =
      Fields.of(
          "Date", "Sun, 01 Mar 2026 12:00:00 GMT",
          "Server", "example",
          "Content-Type", "text/plain",
          "Last-Modified", "Sun, 01 Feb 2026 12:00:00 GMT",
          "Cache-Control", "max-age=3600");

  private final MemoryStore store = MemoryStore.open(MemorySettings.ofBytes(64 << 20));
  private final Proxy proxy = proxy(store);
  private final byte[][] requests = new byte[URLS][];
  private final StoreKey[] keys = new StoreKey[URLS];
  private final Received received = new Received();
  private final Scratch scratch = new Scratch();
  private final MessageLimits limits = MessageLimits.defaults();
  private final Client client = new Client(scratch);
  private final ResponseHead head;
  private int next;

  /** A store that holds all that is asked for. */
  public Hits() {
    byte[] content = new byte[1024];
    for (int i = 0; i < URLS; i++) {
      String url = "http://127.0.0.1:9000/b/1024?i=" + i;
      requests[i] =
          ("GET "
                  + url
                  + " HTTP/1.1\r\nHost: 127.0.0.1:9000\r\nUser-Agent: load\r\nAccept: */*\r\n\r\n")
              .getBytes(ISO_8859_1);
      keys[i] = new StoreKey(url);
      try (var pending =
          store.begin(
              keys[i],
              new StoredHead(200, "OK", STORED_FIELDS, Fields.EMPTY, STORED, STORED),
              OptionalLong.of(content.length))) {
        pending.append(ByteBuffer.wrap(content));
        pending.commit();
      } catch (TransferException e) {
        throw new IllegalStateException(e);
      }
    }
    head =
        ResponseHead.of(
            200,
            Fields.builder()
                .addAll(STORED_FIELDS)
                .add("Age", "60")
                .add("Via", "1.1 larder-01234567")
                .add("Cache-Status", "larder; hit; ttl=3540")
                .build());
  }

  private static Proxy proxy(MemoryStore store) {
    Ports ports =
        new Ports(
            store,
            new Rfc9111Policy(Rfc9111Policy.Settings.DEFAULT),
            new NoOrigins(),
            (authority, via, reach) -> {
              throw new IllegalStateException("Nothing is tunnelled here");
            },
            conclusion -> {},
            InstantSource.fixed(STORED.plusSeconds(60)),
            Runnable::run);
    Door door =
        new Door(
            ClientRules.ANYBODY,
            Optional.empty(),
            HostRules.of(List.of(), List.of(), (address, port) -> false),
            ConnectPorts.HTTPS,
            Prefixing.NOBODY);
    return Proxy.over(
        ports,
        new ForwardingSettings(
            "larder",
            "larder-01234567",
            false,
            door,
            Allowances.NONE,
            InterceptedHosts.NONE,
            authority -> false,
            Sharing.defaults(),
            FinishAborted.defaults()));
  }

  private int next() {
    next = next + 1 < URLS ? next + 1 : 0;
    return next;
  }

  /** From bytes to bytes: all but the sockets. */
  @Benchmark
  public long hit() throws TransferException, MalformedException {
    received.is(requests[next()]);
    RequestHeadParser parser = new RequestHeadParser(scratch, limits);
    HeadReader.read(received, parser);
    proxy.handle(new Request(parser.result().head(), Body.empty()), client);
    return client.written;
  }

  /** Its first part: a request's head, with three field lines. */
  @Benchmark
  public RequestHeadParser.ReadRequest readHead() throws TransferException, MalformedException {
    received.is(requests[next()]);
    RequestHeadParser parser = new RequestHeadParser(scratch, limits);
    HeadReader.read(received, parser);
    return parser.result();
  }

  /** One of its parts: a look into the store of a thousand. */
  @Benchmark
  public List<StoredResponse> find() {
    return store.find(keys[next()]);
  }

  /** Its last part: a response's head with eight field lines, and 1 KiB of content behind it. */
  @Benchmark
  public long writeHead() throws TransferException {
    client.send(new Response(head, store.find(keys[next()]).getFirst().open()));
    return client.written;
  }

  private static final class Received implements ByteSource {
    private ByteBuffer bytes = ByteBuffer.allocateDirect(1024);

    void is(byte[] request) {
      bytes.clear().put(request).flip();
    }

    @Override
    public ByteBuffer unread() {
      return bytes;
    }

    @Override
    public boolean fill() {
      return false;
    }
  }

  private static final class Client implements ResponsePort, ByteTarget {
    private final ClientAddress address =
        new ClientAddress(IpAddress.of(new byte[] {127, 0, 0, 1}), 50_000);
    private final Scratch scratch;
    private long written;

    Client(Scratch scratch) {
      this.scratch = scratch;
    }

    @Override
    public ClientAddress client() {
      return address;
    }

    @Override
    public void send(Response response) throws TransferException {
      Framing framing = new Framing.Fixed(response.body().length().orElseThrow());
      HeadBuilder built =
          new HeadBuilder(scratch)
              .response(response.head())
              .fields(response.head().fields())
              .framing(framing)
              .end();
      MessageWriter out = new MessageWriter(this, scratch, built, framing);
      response.body().writeTo(out);
      out.end(Fields.EMPTY);
    }

    @Override
    public void write(ByteBuffer bytes) {
      written += bytes.remaining();
      bytes.position(bytes.limit());
    }

    @Override
    public void write(ByteBuffer[] bytes) {
      for (ByteBuffer one : bytes) {
        write(one);
      }
    }

    @Override
    public void interim(ResponseHead head) {}

    @Override
    public Bypass lookInside(ResponseHead head, Inside inside, FarEnd far) {
      throw new IllegalStateException("Nothing is tunnelled here");
    }

    @Override
    public void tunnel(ResponseHead head, TunnelEnd far) {
      throw new IllegalStateException("Nothing is tunnelled here");
    }

    @Override
    public boolean hasBegun() {
      return true;
    }

    @Override
    public long bytesSent() {
      return written;
    }

    @Override
    public long bytesReceived() {
      return 0;
    }
  }

  /** All is stored. */
  private static final class NoOrigins implements OriginPort {
    @Override
    public Response fetch(OriginRequest request, InterimListener interim) {
      throw new IllegalStateException("Nothing is fetched here");
    }

    @Override
    public UpgradeAnswer upgrade(OriginRequest request, InterimListener interim) {
      throw new IllegalStateException("Nothing is fetched here");
    }

    @Override
    public boolean check(Scheme scheme, Authority origin, Reach reach) {
      return true;
    }

    @Override
    public void close() {}
  }
}
