package larder.socket.listener;

import java.nio.ByteBuffer;
import java.util.concurrent.Semaphore;
import larder.socket.channel.Pool;
import larder.socket.channel.Sweeper;
import larder.socket.channel.TlsBuffers;
import larder.socket.wire.Scratch;

/**
 * The memory of one listener's connections.
 *
 * @param waiting small: one belongs to each connection, so that the usual request is read at once
 * @param content for what does not fit in there
 * @param scratch for heads
 * @param tunnel for tunnels while much flows
 * @param tunnelsAtFullFlow how many may still borrow one of those
 * @param tls for connections inside TLS
 */
record Buffers(
    Pool<ByteBuffer> waiting,
    Pool<ByteBuffer> content,
    Pool<Scratch> scratch,
    Pool<ByteBuffer> tunnel,
    Semaphore tunnelsAtFullFlow,
    TlsBuffers tls) {
  private static final int WAITING = 1 << 10;
  private static final int TUNNEL = 256 << 10;
  private static final int TUNNELS = 64;

  static Buffers of(int bufferSize, Sweeper sweeper) {
    return new Buffers(
        direct(WAITING, sweeper),
        direct(bufferSize, sweeper),
        new Pool<>(Scratch.OUT, Scratch::new, sweeper),
        direct(TUNNEL, sweeper),
        new Semaphore(TUNNELS),
        new TlsBuffers(sweeper));
  }

  private static Pool<ByteBuffer> direct(int size, Sweeper sweeper) {
    return new Pool<>(size, () -> ByteBuffer.allocateDirect(size), sweeper);
  }
}
