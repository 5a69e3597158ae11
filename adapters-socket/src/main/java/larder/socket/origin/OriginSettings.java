package larder.socket.origin;

import java.security.NoSuchAlgorithmException;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import larder.socket.MessageLimits;

/**
 * How to connect to origins.
 *
 * @param bufferSize the size of the buffer for an origin's content, in bytes
 * @param idlePerOrigin the most idle connections to keep for one origin
 * @param idleInAll the most idle connections to keep in all
 * @param upstreams which requests go through a parent proxy
 * @param tls supplies the context whose trust decides on certificates; called for each connection
 *     inside TLS, and not before; throws {@link java.io.UncheckedIOException} if the trusted
 *     certificates cannot be read
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

  /** The defaults: buffers of 10000 bytes, 1024 idle connections for one origin and 2048 in all. */
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
