/**
 * The wire format of HTTP/1.1 (RFC 9112): strict parsers of heads, chunks and trailers, and a
 * writer that builds every message anew. It uses no sockets: it reads from a {@code ByteSource} and
 * writes to a {@code ByteTarget}.
 */
package larder.socket.wire;
