package larder.memory;

import java.util.concurrent.atomic.AtomicReference;
import larder.http.Body;
import larder.http.BodySink;
import larder.http.TransferException;
import larder.http.TransferException.Kind;
import larder.http.TransferException.Side;

/**
 * A body that reads from chunks, and holds them until it is closed; if it is closed while it is
 * being written out, until that ends.
 */
abstract class HeldBody implements Body {
  private final Chunks chunks;
  private final AtomicReference<State> state;

  private enum State {
    OPEN,
    WRITING,
    CLOSED_AND_WRITING,
    CLOSED
  }

  HeldBody(Chunks chunks) {
    this.chunks = chunks;
    this.state = new AtomicReference<>(chunks.hold() ? State.OPEN : State.CLOSED);
  }

  /** Writes the body from the chunks, which are held meanwhile. */
  abstract void writeHeldTo(BodySink sink) throws TransferException;

  /** Whether the chunks can be read. */
  final boolean isHeld() {
    return state.get() != State.CLOSED;
  }

  @Override
  public final void writeTo(BodySink sink) throws TransferException {
    if (!state.compareAndSet(State.OPEN, State.WRITING)) {
      throw gone();
    }
    try {
      writeHeldTo(sink);
    } finally {
      if (!state.compareAndSet(State.WRITING, State.OPEN)) {
        state.set(State.CLOSED);
        chunks.letGo();
      }
    }
  }

  static TransferException gone() {
    return new TransferException(
        Side.STORE, Kind.FAILED, "It had to make room for others in memory");
  }

  @Override
  public final void close() {
    State known = state.get();
    while (known == State.OPEN || known == State.WRITING) {
      boolean open = known == State.OPEN;
      if (state.compareAndSet(known, open ? State.CLOSED : State.CLOSED_AND_WRITING)) {
        if (open) {
          chunks.letGo();
        }
        return;
      }
      known = state.get();
    }
  }
}
