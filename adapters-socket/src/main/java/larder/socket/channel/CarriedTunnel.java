package larder.socket.channel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import larder.http.TransferException;
import larder.socket.channel.TunnelBuffer.Lent;
import org.jspecify.annotations.Nullable;

/**
 * A tunnel between two connections without TLS that a carrier relays between the steps of its
 * threads: it reads what has come and writes it at once, and never waits. Bytes that one side does
 * not take are kept, and until they are taken nothing more is read from the other side. For the
 * carrier, unless stated otherwise.
 */
final class CarriedTunnel {
  private final Lookout lookout;
  private final Half near;
  private final Half far;
  private final IdleWatch idle;
  private final TunnelBuffer buffer;
  private final CompletableFuture<Boolean> end = new CompletableFuture<>();

  /** Created in advance, because there may be no memory when it is needed. */
  private final Runnable conclusion = this::conclude;

  private @Nullable Throwable failure;
  private boolean ended;

  /**
   * @param lookout the carrier's
   * @param meter counts the bytes of the near end
   * @param idle notified of every byte moved
   */
  CarriedTunnel(
      Lookout lookout,
      ChannelEnd near,
      ChannelEnd far,
      TunnelMeter meter,
      IdleWatch idle,
      TunnelBuffer buffer) {
    this.lookout = lookout;
    this.near = new Half(near, meter);
    this.far = new Half(far, TunnelMeter.NONE);
    this.idle = idle;
    this.buffer = buffer;
  }

  /** Makes the carrier begin soon. On any thread, once. */
  void begin() {
    tellWhenClosed(() -> lookout.aside(this::look));
    lookout.aside(this::watch);
  }

  /** Waits for its end, without limit; returns the failure, if there was one. On any thread. */
  Optional<Throwable> await() {
    end.join();
    return Optional.ofNullable(failure);
  }

  private void tellWhenClosed(@Nullable Runnable told) {
    near.channel.tellWhenClosed(told);
    far.channel.tellWhenClosed(told);
  }

  private void watch() {
    try {
      near.watch();
      far.watch();
    } catch (IOException | RuntimeException e) {
      failAt(near.channel.isOpen() ? far : near, e);
    } catch (Error e) {
      fail(e);
    }
    look();
  }

  /** Ends if a connection has been closed. */
  private void look() {
    if (!near.channel.isOpen()) {
      failAt(near, new ClosedChannelException());
    } else if (!far.channel.isOpen()) {
      failAt(far, new ClosedChannelException());
    }
  }

  /** Ends with the failure, even if translating it fails. */
  private void failAt(Half half, Exception e) {
    Throwable met;
    try {
      met = half.failure(e);
    } catch (RuntimeException | Error fault) {
      met = fault;
    }
    fail(met);
  }

  private void fail(Throwable met) {
    if (!ended) {
      failure = met;
      finish();
    }
  }

  /** Releases everything; whatever fails here, the waiting thread goes on. */
  private void finish() {
    ended = true;
    tellWhenClosed(null);
    try {
      near.leave();
    } finally {
      try {
        far.leave();
      } finally {
        concludeAfterKeys();
      }
    }
  }

  private void conclude() {
    end.complete(true);
  }

  private void concludeAfterKeys() {
    try {
      lookout.afterKeys(conclusion);
    } catch (RuntimeException | Error e) {
      conclude(); // no memory; the keys go when both channels are closed
    }
  }

  /** One connection; bytes read from it go to the other. */
  private final class Half implements Lookout.Told {
    private final ChannelEnd side;
    private final TimedChannel channel;
    private final TunnelMeter meter;
    private @Nullable SelectionKey key;
    private boolean hasEnded;

    /** Bytes read from the other half that this one has not taken yet. */
    private @Nullable Lent kept;

    Half(ChannelEnd side, TunnelMeter meter) {
      this.side = side;
      this.channel = Objects.requireNonNull(side.inTheClear());
      this.meter = meter;
    }

    private Half other() {
      return this == near ? far : near;
    }

    private void watch() throws IOException {
      key = channel.watchedBy(lookout, this);
    }

    private void leave() {
      if (key != null) {
        key.cancel();
      }
      if (kept != null) {
        buffer.giveBack(kept);
        kept = null;
        channel.awaitsNoRoom();
      }
    }

    @Override
    public void ready(SelectionKey ready) {
      if (ended) { // the other half ended the tunnel in this turn
        return;
      }
      try {
        if (ready.isWritable()) {
          writeOn();
        }
        if (!ended && ready.isReadable()) {
          readOn();
        }
      } catch (CancelledKeyException e) {
        failAt(this, new ClosedChannelException());
      } catch (TransferException | RuntimeException | Error e) {
        fail(e);
      }
    }

    private void readOn() throws TransferException {
      ByteBuffer bytes = buffer.empty();
      int count = readInto(bytes);
      if (count < 0) {
        hasEnded = true;
        endBehindIt();
      } else if (count > 0) {
        idle.moved();
        meter.received(count);
        other().writeNow(bytes.flip());
      }
    }

    private int readInto(ByteBuffer bytes) throws TransferException {
      try {
        return channel.readWatched(bytes);
      } catch (IOException e) {
        throw failure(e);
      }
    }

    private void endBehindIt() throws TransferException {
      if (other().hasEnded) {
        finish(); // both are about to be closed, which ends the other side, too
      } else {
        other().side.endOutput();
        showInterest();
      }
    }

    private void writeNow(ByteBuffer bytes) throws TransferException {
      writeSome(bytes);
      if (bytes.hasRemaining()) {
        kept = buffer.keep();
        channel.awaitsRoom();
        showInterest();
        other().showInterest();
      }
    }

    private void writeOn() throws TransferException {
      Lent rest = kept;
      if (rest == null) {
        return;
      }
      if (writeSome(rest.bytes()) > 0) {
        idle.moved();
        channel.awaitsRoom();
      }
      kept = buffer.stillKept(rest);
      if (kept == null) {
        channel.awaitsNoRoom();
        showInterest();
        other().showInterest();
      }
    }

    private int writeSome(ByteBuffer bytes) throws TransferException {
      try {
        int count = channel.writeWatched(bytes);
        meter.sent(count);
        return count;
      } catch (IOException e) {
        throw failure(e);
      }
    }

    private void showInterest() {
      int reading = hasEnded || other().kept != null ? 0 : SelectionKey.OP_READ;
      int writing = kept == null ? 0 : SelectionKey.OP_WRITE;
      Objects.requireNonNull(key).interestOps(reading | writing);
    }

    private TransferException failure(Exception e) {
      return side.failure(
          channel.timedOutOr(e instanceof IOException io ? io : new IOException(e)));
    }
  }
}
