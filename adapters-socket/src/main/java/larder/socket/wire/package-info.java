/**
 * The wire format of HTTP/1.1 (RFC 9112): strict readers of heads, chunks and trailers, and a
 * writer that rebuilds every message. No sockets: bytes come from a {@code ByteSource} and go to a
 * {@code ByteTarget}.
 */
package larder.socket.wire;
