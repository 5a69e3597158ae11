package larder.app;

import java.time.Clock;
import java.time.InstantSource;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * What the machine provides; tests may replace it.
 *
 * @param tls decides on the certificates of origins; null for the JDK's own
 */
public record Surroundings(InstantSource clock, @Nullable SSLContext tls) {
  public static Surroundings real() {
    return new Surroundings(Clock.systemUTC(), null);
  }
}
