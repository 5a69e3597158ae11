package larder.socket.origin;

import java.security.NoSuchAlgorithmException;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import larder.socket.MessageLimits;

/**
 * How to go to origins.
 *
 * @param bufferSize of the buffer that an origin's content comes through, in bytes
 * @param idlePerOrigin how many connections are kept for one origin
 * @param idleInAll how many are kept for all of them together
 * @param upstreams which requests go through a parent proxy
 * @param tls whose trust decides on certificates; asked for each connection inside TLS, and not
 *     before; throws {@link java.io.UncheckedIOException} if nobody knows whom to trust
 */
public record OriginSettings(
    int bufferSize,
    int idlePerOrigin,
    int idleInAll,
    MessageLimits limits,
    OriginTimeouts timeouts,
    NameLookup names,
    Upstreams upstreams,
    Supplier<SSLContext> tls) {
  private static final int SMALLEST_BUFFER = 512;

  /**
   * @throws IllegalArgumentException if a number is too small
   */
  public OriginSettings {
    if (bufferSize < SMALLEST_BUFFER || idlePerOrigin < 0 || idleInAll < 0) {
      throw new IllegalArgumentException(
          "Buffers of " + SMALLEST_BUFFER + " bytes are needed, and no bound is negative");
    }
  }

  /** Buffers of 10000 bytes, 1024 idle connections for one origin and 2048 in all. */
  public static OriginSettings defaults() {
    return new OriginSettings(
        10_000,
        1024,
        2048,
        MessageLimits.defaults(),
        OriginTimeouts.defaults(),
        NameLookup.SYSTEM,
        Upstreams.NONE,
        OriginSettings::javasTls);
  }

  private static SSLContext javasTls() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java has no TLS", e);
    }
  }
}
