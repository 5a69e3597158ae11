package larder.socket.origin;

import java.time.Duration;

/**
 * How long origins may take.
 *
 * @param name to resolve a name
 * @param connect to connect, and again for the TLS handshake
 * @param response from the end of the request to the head of the response, between two pieces of
 *     its content, and until the origin takes more of a request
 * @param idle how long an idle connection is kept
 * @param expectation how long to wait for a 100 before sending content (RFC 9110, section 10.1.1)
 */
public record OriginTimeouts(
    Duration name, Duration connect, Duration response, Duration idle, Duration expectation) {
  /** Until the far end of a tunnel takes more; as long as clients have by default. */
  static final Duration TUNNEL_WRITE = Duration.ofMinutes(1);

  /** The defaults: 10 s, 10 s, 5 min, 30 s, 1 s. */
  public static OriginTimeouts defaults() {
    return new OriginTimeouts(
        Duration.ofSeconds(10),
        Duration.ofSeconds(10),
        Duration.ofMinutes(5),
        Duration.ofSeconds(30),
        Duration.ofSeconds(1));
  }
}
