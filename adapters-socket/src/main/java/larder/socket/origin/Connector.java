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

/** Makes connections: directly or through a parent proxy, with or without TLS. */
final class Connector {
  private final OriginSettings settings;
  private final Dialler dialler;
  private final ContentBuffers buffers;
  private final TlsBuffers tlsBuffers;

  /**
   * @param buffers for bytes from origins and parents
   * @param tlsBuffers for connections inside TLS
   */
  Connector(
      OriginSettings settings, Dialler dialler, ContentBuffers buffers, TlsBuffers tlsBuffers) {
    this.settings = settings;
    this.dialler = dialler;
    this.buffers = buffers;
    this.tlsBuffers = tlsBuffers;
  }

  /**
   * A connection to the next hop.
   *
   * @param channel has the deadlines
   * @param transport over the channel
   */
  private record Line(TimedChannel channel, Transport transport) {}

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
        line -> {
          if (key.scheme() == Scheme.HTTP) {
            return connection(key, line.channel(), line.transport(), false);
          }
          SSLEngine engine = engine(key.authority());
          Transport transport = insideTls(line, key, via, engine);
          return connection(key, line.channel(), transport, CertificateRequests.cameTo(engine));
        });
  }

  private OriginConnection connection(
      OriginKey key, TimedChannel channel, Transport transport, boolean wantsCertificate) {
    return new OriginConnection(
        key,
        channel,
        transport,
        buffers,
        settings.timeouts(),
        new OriginFailures(key.authority(), wantsCertificate));
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
              : new ChannelEnd(line.transport(), new OriginFailures(authority));
        });
  }

  private <T> T onLine(Optional<Upstream> through, Authority origin, Reach reach, Use<T> use)
      throws TransferException {
    Authority next = through.map(Upstream::authority).orElse(origin);
    TimedChannel channel = through.isPresent() ? dialParent(next) : dial(origin, reach);
    Transport transport = channel;
    boolean used = false;
    try {
      if (through.isPresent() && through.get().scheme() == Scheme.HTTPS) {
        transport = agreeOnTls(channel, channel, next, engine(next));
      }
      T made = use.of(new Line(channel, transport));
      used = true;
      return made;
    } finally {
      if (!used) {
        channel.close();
        transport.free();
      }
    }
  }

  private TimedChannel dial(Authority host, Reach reach) throws TransferException {
    return dialler.dial(host, reach, settings.timeouts().response());
  }

  /**
   * The client does not know the parent's address, so the explanation says that it is the parent's.
   */
  private TimedChannel dialParent(Authority parent) throws TransferException {
    try {
      return dial(parent, Reach.ANYWHERE);
    } catch (TransferException e) {
      Kind kind =
          switch (e.kind()) {
            case NAME_NOT_FOUND, REFUSED, UNREACHABLE -> Kind.PARENT_FAILED;
            default -> e.kind();
          };
      String what = "The parent proxy cannot be reached: " + e.explanation();
      throw new TransferException(e.side(), kind, what, e);
    }
  }

  private SSLEngine engine(Authority host) throws TransferException {
    try {
      return TlsEngines.toHost(settings.tls().get(), host);
    } catch (UncheckedIOException e) {
      throw new OriginFailures(host)
          .of(
              Kind.NO_AUTHORITIES,
              "The proxy cannot read whom it is to trust to vouch for " + host,
              e);
    }
  }

  private Transport insideTls(Line line, OriginKey key, Fields via, SSLEngine engine)
      throws TransferException {
    Authority origin = key.authority();
    if (key.through().isPresent()) {
      ChannelEnd tunnel = askForTunnel(line, key.through().get(), origin, via);
      if (!tunnel.isQuiet()) { // an origin that speaks TLS sends nothing before we begin
        throw new OriginFailures(origin).of(Kind.TLS_FAILED, origin + " does not speak TLS");
      }
    }
    return agreeOnTls(line.channel(), line.transport(), origin, engine);
  }

  private ChannelEnd askForTunnel(Line line, Upstream parent, Authority to, Fields via)
      throws TransferException {
    return ParentTunnel.open(line.channel(), line.transport(), parent, to, via, settings, buffers);
  }

  /**
   * Runs the TLS handshake; the certificate must be valid for the host (RFC 9110, section 4.3.4).
   */
  private Transport agreeOnTls(
      TimedChannel channel, Transport below, Authority host, SSLEngine engine)
      throws TransferException {
    channel.readWithin(settings.timeouts().connect().toNanos());
    try {
      Transport agreed = TlsTransport.agree(below, engine, tlsBuffers, TlsBuffers.nothing());
      channel.readAnyTime();
      return agreed;
    } catch (IOException e) {
      throw new OriginFailures(host, CertificateRequests.cameTo(engine)).handshaking(e);
    }
  }
}
