package larder.socket.channel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Optional;
import larder.http.TransferException;
import org.jspecify.annotations.Nullable;

/**
 * Carries tunnels between connections in the clear, on as many threads as there are processors,
 * each of which is there once it is needed. Safe for all threads.
 */
public final class TunnelLoops implements AutoCloseable {
  private final ContentBuffers buffers;
  private final @Nullable TunnelLoop[] loops;
  private boolean closed;

  /** Ones that run until they are closed. */
  public TunnelLoops(ContentBuffers buffers) {
    this.buffers = buffers;
    this.loops = new TunnelLoop[Runtime.getRuntime().availableProcessors()];
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
      meter.sent(back.remaining());
      near.write(back);
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
    int best = 0;
    int least = Integer.MAX_VALUE;
    for (int i = 0; i < loops.length; i++) {
      TunnelLoop one = loops[i];
      int load = one == null || one.isClosed() ? 0 : one.load();
      if (load < least) {
        best = i;
        least = load;
      }
    }
    TunnelLoop loop = loops[best];
    if (loop == null || loop.isClosed()) {
      loop = started(best);
      loops[best] = loop;
    }
    return loop;
  }

  private TunnelLoop started(int number) {
    try {
      return TunnelLoop.start("larder-tunnels-" + number, buffers);
    } catch (IOException e) {
      throw new UncheckedIOException("No tunnel can be carried", e);
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
