package larder.socket.origin;

import larder.access.Reach;
import larder.forwarding.OriginPort;
import larder.forwarding.TunnelEnd;
import larder.forwarding.TunnelPort;
import larder.http.Authority;
import larder.http.Fields;
import larder.http.Response;
import larder.http.Scheme;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;
import larder.socket.channel.ContentBuffers;
import larder.socket.channel.Pool;
import larder.socket.channel.Sweeper;
import larder.socket.channel.TlsBuffers;
import larder.socket.wire.HeadRooms;
import larder.socket.wire.Scratch;

/** Fetches responses from origins and opens the far ends of tunnels, over sockets. */
public final class Origins implements OriginPort, TunnelPort {
  private final OriginSettings settings;
  private final Sweeper sweeper;
  private final Resolver resolver;
  private final Dialler dialler;
  private final Connector connector;
  private final ConnectionPool pool;
  private final Pool<Scratch> scratches;
  private final HeadRooms heads;
  private volatile boolean closed;

  private Origins(OriginSettings settings, Sweeper sweeper, HeadRooms heads) {
    this.settings = settings;
    this.sweeper = sweeper;
    this.resolver = new Resolver(settings.names(), settings.timeouts().name(), System::nanoTime);
    this.dialler = new Dialler(resolver, settings.timeouts(), sweeper);
    this.pool = new ConnectionPool(settings, sweeper);
    this.scratches = new Pool<>(Scratch.OUT, Scratch::new, sweeper);
    this.heads = heads;
    this.connector =
        new Connector(
            settings,
            dialler,
            new ContentBuffers(settings.bufferSize(), sweeper),
            new TlsBuffers(sweeper),
            heads);
  }

  /** Creates a client for origins; it connects only when a request needs it. */
  public static Origins over(OriginSettings settings) {
    return over(settings, Sweeper.start("larder-origin-deadlines"));
  }

  /** The same with the caller's sweeper, which determines the time. */
  static Origins over(OriginSettings settings, Sweeper sweeper) {
    return over(settings, sweeper, HeadRooms.of(Side.ORIGIN, settings.limits()));
  }

  /** The same with that room for large heads. */
  static Origins over(OriginSettings settings, Sweeper sweeper, HeadRooms heads) {
    return new Origins(settings, sweeper, heads);
  }

  /** The number of idle connections. */
  int idleConnections() {
    return pool.size();
  }

  /**
   * Sends a request, on an idle connection if there is one. A request that may not be repeated (RFC
   * 9110, section 9.2.2) uses only a connection that was in use within the last second, because its
   * origin may be about to close a longer idle one. A request that may be repeated is sent again,
   * on a new connection, if an idle one was closed without any answer.
   */
  @Override
  public Response fetch(OriginRequest request, InterimListener interim) throws TransferException {
    Scheme scheme = request.target().scheme();
    Authority authority = request.target().authority();
    OriginKey key = OriginKey.of(scheme, authority, settings.upstreams().to(scheme, authority));
    Reach reach = key.through().isEmpty() ? request.reach() : Reach.ANYWHERE;
    boolean mayBeRepeated = request.method().isIdempotent() && !OriginExchange.hasContent(request);
    OriginConnection waiting = pool.take(key, reach, mayBeRepeated);
    if (waiting != null) {
      OriginExchange exchange = exchange(waiting, request, interim);
      try {
        return exchange.run();
      } catch (TransferException e) {
        if (!mayBeRepeated || e.kind() != Kind.CUT_SHORT || !exchange.isUnanswered()) {
          throw e;
        }
      }
    }
    refuseIfClosed(authority);
    return exchange(connector.connect(key, request.fields(), reach), request, interim).run();
  }

  @Override
  public UpgradeAnswer upgrade(OriginRequest request, InterimListener interim)
      throws TransferException {
    Scheme scheme = request.target().scheme();
    Authority authority = request.target().authority();
    OriginKey key = OriginKey.of(scheme, authority, settings.upstreams().to(scheme, authority));
    Reach reach = key.through().isEmpty() ? request.reach() : Reach.ANYWHERE;
    refuseIfClosed(authority);
    return exchange(connector.connect(key, request.fields(), reach), request, interim).upgrade();
  }

  private OriginExchange exchange(
      OriginConnection connection, OriginRequest request, InterimListener interim) {
    return new OriginExchange(connection, request, interim, settings, scratches, heads, pool);
  }

  @Override
  public boolean check(Scheme scheme, Authority origin, Reach reach) throws TransferException {
    return !settings.upstreams().to(scheme, origin).isEmpty() || dialler.check(origin, reach);
  }

  @Override
  public TunnelEnd open(Authority authority, Fields via, Reach reach) throws TransferException {
    refuseIfClosed(authority);
    return connector.openTunnel(authority, via, reach);
  }

  private void refuseIfClosed(Authority authority) throws TransferException {
    if (closed) {
      throw new OriginFailures(authority).of(Kind.OVERLOADED, "The proxy is being stopped");
    }
  }

  @Override
  public void close() {
    closed = true;
    sweeper.close();
    resolver.close();
  }
}
