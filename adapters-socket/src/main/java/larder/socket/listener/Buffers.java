package larder.socket.listener;

import java.nio.ByteBuffer;
import larder.socket.channel.ContentBuffers;
import larder.socket.channel.Pool;
import larder.socket.channel.Sweeper;
import larder.socket.channel.TlsBuffers;
import larder.socket.wire.HeadRooms;
import larder.socket.wire.Scratch;

/**
 * The memory of one listener's connections.
 *
 * @param firsts small buffers for the first bytes of a request; most requests fit
 * @param content buffers for what does not fit there, and for tunnels
 * @param scratch for heads
 * @param heads how much unusual heads may take together
 * @param tls for connections inside TLS
 */
record Buffers(
    Pool<ByteBuffer> firsts,
    ContentBuffers content,
    Pool<Scratch> scratch,
    HeadRooms heads,
    TlsBuffers tls) {
  private static final int FIRST = 1 << 10;

  static Buffers of(int bufferSize, HeadRooms heads, Sweeper sweeper) {
    return new Buffers(
        direct(FIRST, sweeper),
        new ContentBuffers(bufferSize, sweeper),
        new Pool<>(Scratch.OUT, Scratch::new, sweeper),
        heads,
        new TlsBuffers(sweeper));
  }

  /** Takes a scratch back; the caller must not touch it again. */
  void give(Scratch taken) {
    taken.trim();
    scratch.give(taken);
  }

  private static Pool<ByteBuffer> direct(int size, Sweeper sweeper) {
    return new Pool<>(size, () -> ByteBuffer.allocateDirect(size), sweeper);
  }
}
