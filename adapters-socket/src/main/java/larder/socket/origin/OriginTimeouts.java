package larder.socket.origin;

import java.time.Duration;

/**
 * How long origins may take.
 *
 * @param name to resolve a name
 * @param connect to connect, and again to agree on TLS
 * @param response from the end of the request to the head of the response, between two pieces of
 *     its content, and until some more of a request is taken
 * @param idle how long a connection is kept for the next request
 * @param expectation how long a 100 is waited for before content is sent (RFC 9110, section 10.1.1)
 */
public record OriginTimeouts(
    Duration name, Duration connect, Duration response, Duration idle, Duration expectation) {
  /** Until the far side of a tunnel takes some more; as long as clients have. */
  static final Duration TUNNEL_WRITE = Duration.ofMinutes(1);

  /** 10 s, 10 s, 5 min, 30 s, 1 s. */
  public static OriginTimeouts defaults() {
    return new OriginTimeouts(
        Duration.ofSeconds(10),
        Duration.ofSeconds(10),
        Duration.ofMinutes(5),
        Duration.ofSeconds(30),
        Duration.ofSeconds(1));
  }
}
