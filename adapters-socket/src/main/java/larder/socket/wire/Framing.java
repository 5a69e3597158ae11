package larder.socket.wire;

/** How the end of a message's content is told (RFC 9112, section 6.3). */
public sealed interface Framing {
  /** No content follows the head. */
  record None() implements Framing {}

  /** {@code Content-Length}. */
  record Fixed(long length) implements Framing {}

  /** {@code Transfer-Encoding: chunked}. */
  record Chunked() implements Framing {}

  /** It ends with the connection: responses alone. */
  record UntilClose() implements Framing {}

  Framing NONE = new None();
  Framing CHUNKED = new Chunked();
  Framing UNTIL_CLOSE = new UntilClose();

  /** Of that length, which may be 0. */
  static Framing ofLength(long length) {
    return length == 0 ? NONE : new Fixed(length);
  }
}
