package larder.app.command;

import java.time.Duration;
import java.util.List;
import larder.app.Larder;
import larder.app.statistics.Counts;
import larder.tls.SigningAuthority;
import org.jspecify.annotations.Nullable;

/** A proxy in this process for a single command. */
record OwnProxy(Larder larder) implements ProxyForRun {
  private static final Duration LAST_EXCHANGES = Duration.ofSeconds(5);

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
    larder.close();
  }
}
