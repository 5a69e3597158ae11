package larder.socket.origin;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import larder.access.Reach;
import larder.forwarding.OriginPort;
import larder.forwarding.TunnelEnd;
import larder.forwarding.TunnelPort;
import larder.http.Authority;
import larder.http.Response;
import larder.http.Scheme;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.socket.channel.ChannelEnd;
import larder.socket.channel.Pool;
import larder.socket.channel.Sweeper;
import larder.socket.channel.TimedChannel;
import larder.socket.channel.TlsTransport;
import larder.socket.wire.Scratch;

/** The way to origins and to the far ends of tunnels, by sockets. */
public final class Origins implements OriginPort, TunnelPort {
  private final OriginSettings settings;
  private final SSLContext tls;
  private final Sweeper sweeper = Sweeper.start("larder-origin-deadlines");
  private final Resolver resolver;
  private final Dialler dialler;
  private final ConnectionPool pool;
  private final Pool<ByteBuffer> buffers;
  private final Pool<Scratch> scratches = new Pool<>(64, Scratch::new);
  private volatile boolean closed;

  private Origins(OriginSettings settings, SSLContext tls) {
    this.settings = settings;
    this.tls = tls;
    this.resolver = new Resolver(settings.names(), settings.timeouts().name(), System::nanoTime);
    this.dialler = new Dialler(resolver, settings.timeouts(), sweeper);
    this.pool = new ConnectionPool(settings, sweeper);
    this.buffers = new Pool<>(64, () -> ByteBuffer.allocateDirect(settings.bufferSize()));
  }

  /** A way to origins; nothing is connected before it is needed. */
  public static Origins over(OriginSettings settings) {
    SSLContext given = settings.tls();
    try {
      return new Origins(settings, given == null ? SSLContext.getDefault() : given);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java has no TLS", e);
    }
  }

  /** How many connections wait for their next exchange. */
  public int idleConnections() {
    return pool.size();
  }

  /**
   * Sends a request on a connection that waits for one if it could be sent again, and else on a
   * fresh one: what may not be repeated must not meet a connection that its origin is about to
   * close (RFC 9112, section 9.3.1).
   */
  @Override
  public Response fetch(OriginRequest request, InterimListener interim) throws TransferException {
    Scheme scheme = request.target().scheme();
    Authority authority = request.target().authority();
    OriginKey key = OriginKey.of(scheme, authority, settings.upstreams().to(scheme, authority));
    Reach reach = key.through().isEmpty() ? request.reach() : Reach.ANYWHERE;
    if (request.method().isIdempotent() && !OriginExchange.hasContent(request)) {
      OriginConnection waiting = pool.take(key, reach);
      if (waiting != null) {
        OriginExchange exchange = exchange(waiting, request, interim);
        try {
          return exchange.run();
        } catch (TransferException e) {
          if (e.kind() != Kind.CUT_SHORT || !exchange.isUnanswered()) {
            throw e;
          }
        }
      }
    }
    return exchange(connect(key, reach), request, interim).run();
  }

  @Override
  public UpgradeAnswer upgrade(OriginRequest request, InterimListener interim)
      throws TransferException {
    Scheme scheme = request.target().scheme();
    Authority authority = request.target().authority();
    OriginKey key = OriginKey.of(scheme, authority, settings.upstreams().to(scheme, authority));
    Reach reach = key.through().isEmpty() ? request.reach() : Reach.ANYWHERE;
    return exchange(connect(key, reach), request, interim).upgrade();
  }

  private OriginExchange exchange(
      OriginConnection connection, OriginRequest request, InterimListener interim) {
    return new OriginExchange(connection, request, interim, settings, scratches, pool);
  }

  private OriginConnection connect(OriginKey key, Reach reach) throws TransferException {
    TimedChannel channel =
        dial(key.through().map(Upstream::authority).orElse(key.authority()), reach);
    if (key.scheme() == Scheme.HTTP) {
      return new OriginConnection(key, channel, channel, buffers, settings.timeouts());
    }
    boolean agreed = false;
    try {
      if (key.through().isPresent()) {
        askForTunnel(channel, key.through().get(), key.authority());
      }
      TlsTransport transport = agreeOnTls(channel, key.authority());
      agreed = true;
      return new OriginConnection(key, channel, transport, buffers, settings.timeouts());
    } catch (IOException e) {
      throw new OriginFailures(key.authority()).handshaking(e);
    } finally {
      if (!agreed) {
        channel.close();
      }
    }
  }

  /** In which the far side has nothing to say before we begin with TLS. */
  private void askForTunnel(TimedChannel channel, Upstream parent, Authority to)
      throws TransferException {
    FarEnd tunnel = ParentTunnel.open(channel, parent, to, settings);
    if (!tunnel.isQuiet()) {
      throw new OriginFailures(to).of(Kind.TLS_FAILED, to + " does not speak TLS");
    }
  }

  /** The certificate has to be valid for the host (RFC 9110, section 4.3.4). */
  private TlsTransport agreeOnTls(TimedChannel channel, Authority authority) throws IOException {
    SSLEngine engine = tls.createSSLEngine(authority.hostForLookup(), authority.port());
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setApplicationProtocols(new String[] {"http/1.1"});
    engine.setSSLParameters(parameters);
    channel.readWithin(settings.timeouts().connect().toNanos());
    TlsTransport transport = TlsTransport.agree(channel, engine);
    channel.readAnyTime();
    return transport;
  }

  @Override
  public void check(Scheme scheme, Authority origin, Reach reach) throws TransferException {
    if (settings.upstreams().to(scheme, origin).isEmpty()) {
      dialler.addresses(origin, reach);
    }
  }

  private TimedChannel dial(Authority authority, Reach reach) throws TransferException {
    if (closed) {
      throw new OriginFailures(authority).of(Kind.OVERLOADED, "The proxy is being stopped");
    }
    return dialler.dial(authority, reach, settings.timeouts().response());
  }

  @Override
  public TunnelEnd open(Authority authority, Reach reach) throws TransferException {
    Optional<Upstream> parent = settings.upstreams().to(Scheme.HTTPS, authority);
    if (parent.isEmpty()) {
      return new ChannelEnd(dial(authority, reach), new OriginFailures(authority));
    }
    TimedChannel channel = dial(parent.get().authority(), Reach.ANYWHERE);
    try {
      return ParentTunnel.open(channel, parent.get(), authority, settings);
    } catch (TransferException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public void close() {
    closed = true;
    sweeper.close();
    resolver.close();
  }
}
