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
 * A tunnel between two connections in the clear as a carrier carries it, between the steps of its
 * threads: what comes is read and written at once, and nothing waits. What one side does not take
 * is kept, and until it is taken nothing more is read from the other. By the carrier, unless said
 * otherwise.
 */
final class CarriedTunnel {
  private final Lookout lookout;
  private final Half near;
  private final Half far;
  private final IdleWatch idle;
  private final TunnelBuffer buffer;
  private final CompletableFuture<Boolean> end = new CompletableFuture<>();

  /** Made before it is needed, when there may be no memory for it. */
  private final Runnable conclusion = this::conclude;

  private @Nullable Throwable failure;
  private boolean ended;

  /**
   * @param lookout of the carrier
   * @param meter of the near end
   * @param idle told of all that moves
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

  /** Begins to be carried, soon. On any thread, once. */
  void begin() {
    tellWhenClosed(() -> lookout.aside(this::look));
    lookout.aside(this::watch);
  }

  /** Waits for its end, however long; what it failed by, if it did. On any thread. */
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

  /** Ends if a connection was closed meanwhile. */
  private void look() {
    if (!near.channel.isOpen()) {
      failAt(near, new ClosedChannelException());
    } else if (!far.channel.isOpen()) {
      failAt(far, new ClosedChannelException());
    }
  }

  /** Whatever goes wrong when it is found out what that means, it ends. */
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

  /** Nobody looks at it again: whatever goes wrong here, whoever waits for its end goes on. */
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
    } catch (RuntimeException | Error e) { // no memory: its keys go when both are closed, then
      conclude();
    }
  }

  /** One connection: what is read from it goes to the other. */
  private final class Half implements Lookout.Told {
    private final ChannelEnd side;
    private final TimedChannel channel;
    private final TunnelMeter meter;
    private @Nullable SelectionKey key;
    private boolean hasEnded;

    /** What was read from the other and is not yet taken by this. */
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
      if (ended) { // by the other half, in this turn
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
        finish(); // the other is about to be closed, which ends it, too
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
