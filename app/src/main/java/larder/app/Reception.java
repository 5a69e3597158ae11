package larder.app;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import larder.app.tls.ServerCertificate;
import larder.forwarding.Proxy;
import larder.socket.HostTls;
import larder.socket.listener.Listener;
import larder.socket.listener.ListenerSettings;
import larder.socket.listener.ListenerTimeouts;
import larder.tls.HostCertificates;
import larder.tls.SigningAuthority;
import org.jspecify.annotations.Nullable;

/** Where clients come in, with the proxy's certificate and the authority for intercepted hosts. */
final class Reception implements AutoCloseable {
  /** Clients check certificates by their own clocks, which tests cannot set. */
  private static final InstantSource CERTIFIED = InstantSource.system();

  private final Listener listener;
  private final Optional<ServerCertificate> certificate;
  private final Optional<SigningAuthority> authority;

  private Reception(
      Listener listener,
      Optional<ServerCertificate> certificate,
      Optional<SigningAuthority> authority) {
    this.listener = listener;
    this.certificate = certificate;
    this.authority = authority;
  }

  /** The addresses to listen on. */
  static List<InetSocketAddress> addresses(Settings.Listening listening) throws StartException {
    List<InetSocketAddress> addresses = new ArrayList<>();
    for (Settings.Endpoint endpoint : listening.endpoints()) {
      try {
        InetAddress address = InetAddress.getByName(endpoint.host());
        addresses.add(new InetSocketAddress(address, endpoint.port()));
      } catch (UnknownHostException e) {
        throw new StartException(
            StartException.Cause.SETTINGS,
            "There is no address for " + endpoint.host() + " to listen on: correct --listen",
            e);
      }
    }
    return addresses;
  }

  static Reception open(
      Settings settings, List<InetSocketAddress> addresses, InstantSource clock, Proxy proxy)
      throws StartException {
    Optional<ServerCertificate> certificate = certificate(settings.listening(), clock);
    Optional<SigningAuthority> authority =
        Authorities.of(settings.interception(), CERTIFIED.instant());
    Listener listener =
        listen(listenerSettings(settings, addresses, certificate, authority), proxy);
    return new Reception(listener, certificate, authority);
  }

  private static Optional<ServerCertificate> certificate(
      Settings.Listening settings, InstantSource clock) throws StartException {
    if (settings.tls().isEmpty()) {
      return Optional.empty();
    }
    Settings.Tls files = settings.tls().get();
    try {
      return Optional.of(ServerCertificate.of(files.certificate(), files.key(), clock));
    } catch (IOException e) {
      throw new StartException(StartException.Cause.SETTINGS, e);
    }
  }

  static ListenerSettings listenerSettings(
      Settings settings,
      List<InetSocketAddress> addresses,
      Optional<ServerCertificate> certificate,
      Optional<SigningAuthority> authority) {
    Settings.Network network = settings.network();
    return new ListenerSettings(
        addresses,
        settings.listening().maxConnections(),
        settings.listening().maxConnectionsPerClient(),
        settings.limits().requestContent(),
        settings.limits().leastRate(),
        network.bufferSize(),
        Outbound.limits(settings.limits()),
        timeouts(network),
        hostTls(authority),
        certificate.orElse(null));
  }

  static ListenerTimeouts timeouts(Settings.Network network) {
    ListenerTimeouts usual = ListenerTimeouts.defaults();
    return new ListenerTimeouts(
        network.idleTimeout(),
        network.headerTimeout(),
        usual.content(),
        usual.write(),
        usual.linger(),
        network.tunnelIdleTimeout(),
        usual.paceWindow());
  }

  private static @Nullable HostTls hostTls(Optional<SigningAuthority> authority) {
    if (authority.isEmpty()) {
      return null;
    }
    HostCertificates certificates = new HostCertificates(authority.get(), CERTIFIED);
    return certificates::contextFor;
  }

  private static Listener listen(ListenerSettings settings, Proxy proxy) throws StartException {
    try {
      return Listener.start(settings, proxy);
    } catch (IOException e) {
      throw new StartException(
          StartException.Cause.IN_USE,
          e.getMessage() + ": choose another with --port or --listen, or stop what has it",
          e);
    }
  }

  /** The actual addresses on which it listens. */
  List<InetSocketAddress> addresses() {
    return listener.addresses();
  }

  /** The number of connections. */
  int connections() {
    return listener.connections();
  }

  /** Why TLS clients would reject the proxy's certificate; empty if nothing is wrong. */
  Optional<String> problemWithCertificate() {
    return certificate.map(ServerCertificate::problem);
  }

  /** Reloads the certificate and its key, if there are any. */
  void reload() {
    certificate.ifPresent(ServerCertificate::reload);
  }

  /** The authority for intercepted hosts; empty if there are none. */
  Optional<SigningAuthority> authority() {
    return authority;
  }

  void stopAccepting() {
    listener.stopAccepting();
  }

  /** Returns whether all clients were done within that time. */
  boolean awaitIdle(Duration most) throws InterruptedException {
    return listener.awaitIdle(most);
  }

  @Override
  public void close() {
    listener.close();
  }
}
