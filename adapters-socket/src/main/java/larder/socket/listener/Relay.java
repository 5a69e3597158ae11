package larder.socket.listener;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;
import larder.forwarding.TunnelEnd;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;
import larder.socket.channel.IdleWatch;
import larder.socket.channel.Pool;
import org.jspecify.annotations.Nullable;

/**
 * Carries bytes both ways between two ends until both have ended: each direction on a thread of its
 * own. An end that has ended leaves the other direction as it is (half-close). A large buffer is
 * borrowed only while a direction fills it.
 */
final class Relay {
  private final TunnelEnd near;
  private final TunnelEnd far;
  private final IdleWatch watch;
  private final Buffers buffers;
  private final AtomicReference<@Nullable TransferException> failure = new AtomicReference<>();

  Relay(TunnelEnd near, TunnelEnd far, IdleWatch watch, Buffers buffers) {
    this.near = near;
    this.far = far;
    this.watch = watch;
    this.buffers = buffers;
  }

  /**
   * Carries on until both ends have ended.
   *
   * @param ahead what the near end sent before the tunnel was there
   */
  void run(ByteBuffer ahead) throws TransferException {
    Thread other = Thread.ofVirtual().unstarted(() -> carryAndTell(far, near));
    if (ahead.hasRemaining()) {
      far.write(ahead);
    }
    other.start();
    try {
      carryAndTell(near, far);
    } finally {
      join(other);
    }
    TransferException met = failure.get();
    if (watch.hasExpired()) {
      throw new TransferException(
          Side.CLIENT, Kind.TIMED_OUT, "Nothing moved in the tunnel for too long", met);
    }
    if (met != null) {
      throw met;
    }
  }

  private void carryAndTell(TunnelEnd from, TunnelEnd to) {
    boolean ended = false;
    try {
      carry(from, to);
      to.endOutput();
      ended = true;
    } catch (TransferException e) {
      failure.compareAndSet(null, e);
    } finally {
      if (!ended) {
        near.close();
        far.close();
      }
    }
  }

  private void carry(TunnelEnd from, TunnelEnd to) throws TransferException {
    Pool<ByteBuffer> pool = buffers.content();
    ByteBuffer buffer = pool.take();
    int little = buffer.capacity();
    try {
      for (int count = from.read(buffer.clear()); count >= 0; count = from.read(buffer.clear())) {
        watch.moved();
        to.write(buffer.flip());
        watch.moved();
        Pool<ByteBuffer> better = count < little ? buffers.content() : buffers.tunnel();
        if (better != pool) {
          pool.give(buffer);
          buffer = better.take();
          pool = better;
        }
      }
    } finally {
      pool.give(buffer);
    }
  }

  private static void join(Thread other) {
    boolean interrupted = false;
    while (other.isAlive()) {
      try {
        other.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
