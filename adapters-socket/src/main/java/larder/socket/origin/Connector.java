package larder.socket.origin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import larder.access.Reach;
import larder.forwarding.TunnelEnd;
import larder.http.Authority;
import larder.http.Fields;
import larder.http.Scheme;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.socket.channel.ChannelEnd;
import larder.socket.channel.ContentBuffers;
import larder.socket.channel.TimedChannel;
import larder.socket.channel.TlsBuffers;
import larder.socket.channel.TlsEngines;
import larder.socket.channel.TlsTransport;
import larder.socket.channel.Transport;
import larder.socket.wire.HeadRooms;

/** Makes connections: directly or through a parent proxy, with or without TLS. */
final class Connector {
  private final OriginSettings settings;
  private final Dialler dialler;
  private final ContentBuffers buffers;
  private final TlsBuffers tlsBuffers;
  private final HeadRooms heads;

  /**
   * @param buffers for bytes from origins and parents
   * @param tlsBuffers for connections inside TLS
   * @param heads the room for large heads
   */
  Connector(
      OriginSettings settings,
      Dialler dialler,
      ContentBuffers buffers,
      TlsBuffers tlsBuffers,
      HeadRooms heads) {
    this.settings = settings;
    this.dialler = dialler;
    this.buffers = buffers;
    this.tlsBuffers = tlsBuffers;
    this.heads = heads;
  }

  /**
   * A connection to the next hop.
   *
   * @param channel has the deadlines
   * @param transport over the channel
   * @param failures of the next hop
   */
  private record Line(TimedChannel channel, Transport transport, OriginFailures failures) {}

  /** Makes something of a new connection. */
  private interface Use<T> {
    T of(Line line) throws TransferException;
  }

  /**
   * Makes a connection for exchanges.
   *
   * @param via the request's fields; their {@code Via} lines are sent to a parent that must open a
   *     tunnel
   */
  OriginConnection connect(OriginKey key, Fields via, Reach reach) throws TransferException {
    return onLine(
        key.through(),
        key.authority(),
        reach,
        line -> connection(key, key.scheme() == Scheme.HTTP ? line : insideTls(line, key, via)));
  }

  private OriginConnection connection(OriginKey key, Line line) {
    return new OriginConnection(
        key,
        line.channel(),
        line.transport(),
        buffers,
        settings.timeouts(),
        line.failures().relaying());
  }

  /**
   * Makes a connection for a tunnel.
   *
   * @param via the request's fields; their {@code Via} lines are sent to a parent
   */
  TunnelEnd openTunnel(Authority authority, Fields via, Reach reach) throws TransferException {
    Optional<Upstream> through = settings.upstreams().to(Scheme.HTTPS, authority);
    return this.<TunnelEnd>onLine(
        through,
        authority,
        reach,
        line -> {
          line.channel().writeEachWithin(OriginTimeouts.TUNNEL_WRITE);
          return through.isPresent()
              ? askForTunnel(line, through.get(), authority, via)
              : new ChannelEnd(line.transport(), line.failures());
        });
  }

  private <T> T onLine(Optional<Upstream> through, Authority origin, Reach reach, Use<T> use)
      throws TransferException {
    OriginFailures next =
        through.isPresent()
            ? OriginFailures.ofParent(through.get().authority())
            : new OriginFailures(origin);
    TimedChannel channel = through.isPresent() ? dialParent(next) : dial(origin, reach);
    Line line = new Line(channel, channel, next);
    boolean used = false;
    try {
      if (through.isPresent() && through.get().scheme() == Scheme.HTTPS) {
        line = agreeOnTls(line, next, engine(next));
      }
      T made = use.of(line);
      used = true;
      return made;
    } finally {
      if (!used) {
        channel.close();
        line.transport().free();
      }
    }
  }

  private TimedChannel dial(Authority host, Reach reach) throws TransferException {
    return dialler.dial(host, reach, settings.timeouts().response());
  }

  /**
   * The client does not know the parent's address, so the explanation says that it is the parent's.
   */
  private TimedChannel dialParent(OriginFailures parent) throws TransferException {
    try {
      return dial(parent.host(), Reach.ANYWHERE);
    } catch (TransferException e) {
      throw parent.unreached(e);
    }
  }

  private SSLEngine engine(OriginFailures next) throws TransferException {
    try {
      return TlsEngines.toHost(settings.tls().get(), next.host());
    } catch (UncheckedIOException e) {
      throw next.of(
          Kind.NO_AUTHORITIES, "The proxy cannot read whom it is to trust to vouch for " + next, e);
    }
  }

  private Line insideTls(Line line, OriginKey key, Fields via) throws TransferException {
    OriginFailures origin = new OriginFailures(key.authority());
    SSLEngine engine = engine(origin);
    if (key.through().isEmpty()) {
      return agreeOnTls(line, origin, engine);
    }
    ChannelEnd tunnel = askForTunnel(line, key.through().get(), key.authority(), via);
    if (!tunnel.isQuiet()) { // an origin that speaks TLS sends nothing before we begin
      throw origin.of(Kind.TLS_FAILED, origin + " does not speak TLS");
    }
    Line inside = new Line(line.channel(), new Tunnelled(line.transport()), line.failures());
    return agreeOnTls(inside, origin, engine);
  }

  private ChannelEnd askForTunnel(Line line, Upstream parent, Authority to, Fields via)
      throws TransferException {
    return ParentTunnel.open(
        line.channel(),
        line.transport(),
        parent,
        line.failures(),
        to,
        via,
        settings,
        buffers,
        heads);
  }

  /**
   * Runs the TLS handshake; the certificate must be valid for the host (RFC 9110, section 4.3.4).
   */
  private Line agreeOnTls(Line below, OriginFailures host, SSLEngine engine)
      throws TransferException {
    TimedChannel channel = below.channel();
    channel.readWithin(settings.timeouts().connect().toNanos());
    try {
      Transport agreed =
          TlsTransport.agree(below.transport(), engine, tlsBuffers, TlsBuffers.nothing());
      channel.readAnyTime();
      return new Line(channel, agreed, host.wantingCertificate(CertificateRequests.cameTo(engine)));
    } catch (IOException e) {
      if (below.transport() instanceof Tunnelled && Tunnelled.isBroken(e)) {
        throw below.failures().breakingOff(host, e);
      }
      throw host.wantingCertificate(CertificateRequests.cameTo(engine)).handshaking(e);
    }
  }
}
