package larder.app;

import java.time.Clock;
import java.time.InstantSource;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * What the machine around us gives, and a test may give otherwise.
 *
 * @param tls whose trust decides on the certificates of origins; null for the JDK's own
 */
public record Surroundings(InstantSource clock, @Nullable SSLContext tls) {
  /** The machine's own. */
  public static Surroundings real() {
    return new Surroundings(Clock.systemUTC(), null);
  }
}
