package larder.socket.listener;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import larder.forwarding.TunnelEnd;
import larder.http.TransferException;
import larder.socket.channel.Carriers;
import larder.socket.channel.IdleWatch;
import larder.socket.channel.Threads;
import org.jspecify.annotations.Nullable;

/**
 * Relays bytes both ways between two ends until both have ended, with one thread for each
 * direction. When one end ends, the other direction goes on (half-close). A direction borrows a
 * large buffer only while it fills it.
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
   * Relays until both ends have ended.
   *
   * @param ahead bytes that the near end sent before the tunnel existed
   * @return the failure, if there was one
   */
  Optional<TransferException> run(ByteBuffer ahead) throws TransferException {
    // the far end usually ends last, and then this thread need not wait for the other
    Thread other = Carriers.beside(() -> carryAndTell(near, far));
    if (ahead.hasRemaining()) {
      far.write(ahead);
    }
    Carriers.launch(other);
    try {
      carryAndTell(far, near);
    } finally {
      Threads.awaitEnd(other);
    }
    return Optional.ofNullable(failure.get());
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
        near.cut();
        far.cut();
      }
    }
  }

  private void carry(TunnelEnd from, TunnelEnd to) throws TransferException {
    ByteBuffer little = buffers.content().take();
    try {
      while (true) {
        if (!carryLittle(from, to, little)) {
          return;
        }
        ByteBuffer much = buffers.content().borrowLarge();
        if (much != null) {
          try {
            if (!carryMuch(from, to, much, little.capacity())) {
              return;
            }
          } finally {
            buffers.content().giveBackLarge(much);
          }
        }
      }
    } finally {
      buffers.content().give(little);
    }
  }

  /** Relays until more arrives than fits into the buffer; false at the end. */
  private boolean carryLittle(TunnelEnd from, TunnelEnd to, ByteBuffer buffer)
      throws TransferException {
    int count;
    do {
      count = pass(from, to, buffer);
    } while (count >= 0 && count < buffer.capacity());
    return count >= 0;
  }

  /** Relays as long as a large buffer is worthwhile; false at the end. */
  private boolean carryMuch(TunnelEnd from, TunnelEnd to, ByteBuffer buffer, int little)
      throws TransferException {
    int count;
    do {
      count = pass(from, to, buffer);
    } while (count >= little);
    return count >= 0;
  }

  private int pass(TunnelEnd from, TunnelEnd to, ByteBuffer buffer) throws TransferException {
    int count = from.read(buffer.clear());
    if (count >= 0) {
      watch.moved();
      to.write(buffer.flip());
      watch.moved();
    }
    return count;
  }
}
