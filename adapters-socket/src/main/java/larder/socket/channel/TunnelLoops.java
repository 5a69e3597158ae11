package larder.socket.channel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.Selector;
import java.util.Optional;
import larder.http.TransferException;
import org.jspecify.annotations.Nullable;

/**
 * Carries tunnels between connections in the clear, on as many threads as there are processors,
 * each of which is there once it is needed. Safe for all threads.
 */
public final class TunnelLoops implements AutoCloseable {
  private final ContentBuffers buffers;
  private final Opener opener;
  private final @Nullable TunnelLoop[] loops;
  private boolean closed;

  /** Makes what says which connections are ready. */
  interface Opener {
    Selector open() throws IOException;
  }

  /** Ones that run until they are closed. */
  public TunnelLoops(ContentBuffers buffers) {
    this(Runtime.getRuntime().availableProcessors(), Selector::open, buffers);
  }

  /** The same, with so many threads at most. */
  TunnelLoops(int most, Opener opener, ContentBuffers buffers) {
    this.buffers = buffers;
    this.opener = opener;
    this.loops = new TunnelLoop[most];
  }

  /** Whether a tunnel between those can be carried here: bytes have to go as they come. */
  public static boolean canCarry(ChannelEnd near, ChannelEnd far) {
    return near.inTheClear() != null && far.inTheClear() != null;
  }

  /**
   * Carries bytes both ways until both ends have ended, and waits for that. An end that has ended
   * leaves the other direction as it is. Afterwards both can only be closed.
   *
   * @param ahead what the near end sent before the tunnel was there
   * @param meter of the near end; does not count what was sent ahead
   * @param watch told of all that moves
   * @return what it failed by, if it did
   */
  public Optional<TransferException> carry(
      ChannelEnd near, ChannelEnd far, ByteBuffer ahead, TunnelMeter meter, IdleWatch watch)
      throws TransferException {
    if (ahead.hasRemaining()) {
      far.write(ahead);
    }
    ByteBuffer back = far.ahead();
    if (back.hasRemaining()) {
      int count = back.remaining();
      near.write(back);
      meter.sent(count);
    }
    TunnelLoop loop = leastLoaded();
    if (loop == null) {
      return Optional.of(near.failure(new ClosedChannelException()));
    }
    LoopedTunnel tunnel = new LoopedTunnel(near, far, meter, watch, loop.buffer());
    loop.carry(tunnel);
    return tunnel.await().map(TunnelLoops::expected);
  }

  private static TransferException expected(Throwable met) {
    return switch (met) {
      case TransferException e -> e;
      case Error e -> throw e;
      default -> throw new IllegalStateException("A tunnel was cut", met);
    };
  }

  /** Null if they are closed. */
  private synchronized @Nullable TunnelLoop leastLoaded() {
    if (closed) {
      return null;
    }
    int free = -1;
    TunnelLoop best = null;
    for (int i = 0; i < loops.length; i++) {
      TunnelLoop one = loops[i];
      if (one == null || one.isClosed()) {
        free = i;
      } else if (best == null || one.load() < best.load()) {
        best = one;
      }
    }
    if (free < 0 || (best != null && best.load() == 0)) {
      return best;
    }
    try {
      TunnelLoop started = TunnelLoop.start("larder-tunnels-" + free, opener.open(), buffers);
      loops[free] = started;
      return started;
    } catch (IOException e) { // no descriptors are left
      if (best == null) {
        throw new UncheckedIOException("No tunnel can be carried: no descriptors are left", e);
      }
      return best;
    }
  }

  /** Ends all that they carry. */
  @Override
  public synchronized void close() {
    closed = true;
    for (TunnelLoop one : loops) {
      if (one != null) {
        one.close();
      }
    }
  }
}
