package larder.socket.channel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import larder.http.TransferException;
import larder.socket.channel.LoopBuffer.Lent;
import org.jspecify.annotations.Nullable;

/**
 * A tunnel between two connections in the clear as its loop carries it: in steps, none of which
 * waits. What one side does not take at once is kept, and until it is taken nothing more is read
 * from the other. For the loop's thread, unless said otherwise.
 */
final class LoopedTunnel {
  private final Half near;
  private final Half far;
  private final IdleWatch watch;
  private final LoopBuffer buffer;
  private final CompletableFuture<Optional<Throwable>> end = new CompletableFuture<>();
  private @Nullable Throwable failure;
  private boolean ended;

  /**
   * @param meter of the near end
   * @param watch told of all that moves
   */
  LoopedTunnel(
      ChannelEnd near, ChannelEnd far, TunnelMeter meter, IdleWatch watch, LoopBuffer buffer) {
    this.near = new Half(near, meter);
    this.far = new Half(far, TunnelMeter.NONE);
    this.watch = watch;
    this.buffer = buffer;
  }

  /** Has that called, on whichever thread, when either connection is closed. On any thread. */
  void tellWhenClosed(@Nullable Runnable told) {
    near.channel.tellWhenClosed(told);
    far.channel.tellWhenClosed(told);
  }

  /** Waits for its end, however long; what it failed by, if it did. On any thread. */
  Optional<Throwable> await() {
    return end.join();
  }

  /** Begins to be carried. */
  void begin(Selector selector) {
    try {
      near.register(selector);
      far.register(selector);
    } catch (IOException | RuntimeException e) {
      fail(near.channel.isOpen() ? far.failure(e) : near.failure(e));
    }
  }

  /** Whether it needs its loop no more, but for being let go. */
  boolean hasEnded() {
    return ended;
  }

  /** Ends if a connection was closed meanwhile. */
  void look() {
    if (!near.channel.isOpen()) {
      fail(near.failure(new ClosedChannelException()));
    } else if (!far.channel.isOpen()) {
      fail(far.failure(new ClosedChannelException()));
    }
  }

  /** Ends it as it is. */
  void cut() {
    fail(near.failure(new ClosedChannelException()));
    letGo();
  }

  /** Lets go of it: its keys are no longer known to the selector. */
  void letGo() {
    end.complete(Optional.ofNullable(failure));
  }

  /** Ends it as it is, where there is no loop any more. On any thread. */
  void abandon() {
    tellWhenClosed(null);
    closeBoth();
    end.complete(Optional.of(near.failure(new ClosedChannelException())));
  }

  private void fail(Throwable met) {
    if (!ended) {
      failure = met;
      finish();
      closeBoth();
    }
  }

  private void closeBoth() {
    near.channel.close();
    far.channel.close();
  }

  private void finish() {
    ended = true;
    tellWhenClosed(null);
    near.leave();
    far.leave();
  }

  /** One connection: what is read from it goes to the other. */
  final class Half {
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

    LoopedTunnel tunnel() {
      return LoopedTunnel.this;
    }

    private Half other() {
      return this == near ? far : near;
    }

    private void register(Selector selector) throws IOException {
      key = channel.watchedBy(selector, this);
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

    /** Does what it is ready for. */
    void step(SelectionKey ready) {
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
      } catch (TransferException | CancelledKeyException e) {
        fail(e instanceof TransferException ? e : failure(new ClosedChannelException()));
      } catch (RuntimeException | Error e) {
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
        watch.moved();
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
      other().side.endOutput();
      if (other().hasEnded) {
        finish();
      } else {
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
        watch.moved();
        channel.awaitsRoom();
      }
      if (!rest.bytes().hasRemaining()) {
        kept = null;
        buffer.giveBack(rest);
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
