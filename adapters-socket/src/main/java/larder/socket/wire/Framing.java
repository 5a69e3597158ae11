package larder.socket.wire;

/** How the receiver knows the end of a message's content (RFC 9112, section 6.3). */
public sealed interface Framing {
  /** No content follows the head. */
  record None() implements Framing {}

  /** {@code Content-Length}. */
  record Fixed(long length) implements Framing {}

  /** {@code Transfer-Encoding: chunked}. */
  record Chunked() implements Framing {}

  /** The content ends with the connection; only for responses. */
  record UntilClose() implements Framing {}

  Framing NONE = new None();
  Framing CHUNKED = new Chunked();
  Framing UNTIL_CLOSE = new UntilClose();

  /** Returns the framing for content of that length, which may be 0. */
  static Framing ofLength(long length) {
    return length == 0 ? NONE : new Fixed(length);
  }
}
