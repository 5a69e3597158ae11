package larder.app.command;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import larder.app.Larder;
import larder.app.Settings;
import larder.app.StartException;
import larder.app.Surroundings;
import larder.app.log.AccessLog;
import larder.app.statistics.Counts;
import larder.forwarding.ExchangeLog;
import larder.tls.SigningAuthority;
import org.jspecify.annotations.Nullable;

/**
 * A proxy in this process for a single command.
 *
 * @param accessLog null if there is none
 */
record OwnProxy(Larder larder, @Nullable AccessLog accessLog) implements ProxyForRun {
  private static final Duration LAST_EXCHANGES = Duration.ofSeconds(5);

  /** Opens the access log last: where another proxy holds the cache folder, its own log counts. */
  static OwnProxy start(Settings settings, LogOptions log) throws StartException {
    AtomicReference<ExchangeLog> exchanges = new AtomicReference<>(conclusion -> {});
    Larder larder =
        Larder.start(
            settings, conclusion -> exchanges.get().concluded(conclusion), Surroundings.real());
    try {
      AccessLog accessLog = AccessLogs.open(log);
      if (accessLog != null) {
        exchanges.set(accessLog);
      }
      return new OwnProxy(larder, accessLog);
    } catch (StartException | RuntimeException | Error e) {
      larder.close();
      throw e;
    }
  }

  @Override
  public int port() {
    return larder.port();
  }

  @Override
  public @Nullable String authority() {
    return larder.authority().map(SigningAuthority::pem).orElse(null);
  }

  @Override
  public List<String> remarks() {
    return List.of();
  }

  @Override
  public Counts conclude() {
    larder.drain(LAST_EXCHANGES);
    return larder.counts();
  }

  @Override
  public void close() {
    try {
      larder.close();
    } finally {
      if (accessLog != null) {
        accessLog.close();
      }
    }
  }
}
