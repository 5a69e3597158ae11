package larder.socket.listener;

import java.time.Duration;

/**
 * How long clients may take.
 *
 * @param idle without a byte between two requests, and before the first
 * @param head from the first byte of a request's head to its last; also for the whole TLS handshake
 * @param content between two pieces of a request's content
 * @param write until a client takes more of an answer
 * @param linger for a client to end after we have, so that it gets the answer before the connection
 *     is closed (RFC 9112, section 9.6)
 * @param tunnelIdle without a byte in either direction of a tunnel
 * @param paceWindow the period over which the least rate is measured
 */
public record ListenerTimeouts(
    Duration idle,
    Duration head,
    Duration content,
    Duration write,
    Duration linger,
    Duration tunnelIdle,
    Duration paceWindow) {

  /** The defaults: 60 s, 30 s, 60 s, 60 s, 2 s, 10 min, 30 s. */
  public static ListenerTimeouts defaults() {
    Duration minute = Duration.ofMinutes(1);
    return new ListenerTimeouts(
        minute,
        Duration.ofSeconds(30),
        minute,
        minute,
        Duration.ofSeconds(2),
        Duration.ofMinutes(10),
        Duration.ofSeconds(30));
  }
}
