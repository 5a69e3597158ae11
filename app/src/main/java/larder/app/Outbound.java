package larder.app;

import java.io.IOException;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import larder.app.statistics.Statistics;
import larder.forwarding.NoOrigins;
import larder.forwarding.OriginPort;
import larder.forwarding.TunnelPort;
import larder.socket.MessageLimits;
import larder.socket.origin.CertificateRequests;
import larder.socket.origin.OriginSettings;
import larder.socket.origin.OriginTimeouts;
import larder.socket.origin.Origins;
import larder.tls.OriginTrust;
import org.jspecify.annotations.Nullable;

/** The ways to origins; while offline, there are none. */
record Outbound(OriginPort origins, TunnelPort tunnels) implements AutoCloseable {
  static Outbound of(Settings settings, Surroundings surroundings, Statistics statistics)
      throws StartException {
    if (settings.network().offline()) {
      NoOrigins none = NoOrigins.atAll();
      return new Outbound(none, none);
    }
    Origins sockets = Origins.over(originSettings(settings, surroundings));
    return new Outbound(
        statistics.counted((OriginPort) sockets), statistics.counted((TunnelPort) sockets));
  }

  private static OriginSettings originSettings(Settings settings, Surroundings surroundings)
      throws StartException {
    Settings.Network network = settings.network();
    OriginSettings usual = OriginSettings.defaults();
    return new OriginSettings(
        network.bufferSize(),
        usual.idlePerOrigin(),
        usual.idleInAll(),
        limits(settings.limits()),
        timeouts(network),
        usual.names(),
        network.upstreams(),
        tls(network.trusted(), surroundings.tls()));
  }

  static OriginTimeouts timeouts(Settings.Network network) {
    OriginTimeouts usual = OriginSettings.defaults().timeouts();
    return new OriginTimeouts(
        usual.name(),
        network.connectTimeout(),
        network.originTimeout(),
        usual.idle(),
        usual.expectation());
  }

  private static Supplier<SSLContext> tls(Settings.Trusted trusted, @Nullable SSLContext given)
      throws StartException {
    if (given != null) {
      return () -> given;
    }
    KeyManager keys = CertificateRequests.keyManager();
    try {
      return new WatchedTrust(OriginTrust.of(trusted.instead(), trusted.added(), keys));
    } catch (IOException e) {
      throw new StartException(StartException.Cause.SETTINGS, e);
    }
  }

  static MessageLimits limits(Settings.Limits limits) {
    return new MessageLimits(
        limits.requestLine(),
        limits.fieldSection(),
        limits.fieldLines(),
        limits.trailerSection(),
        limits.chunkExtensions());
  }

  @Override
  public void close() {
    origins.close();
  }
}
